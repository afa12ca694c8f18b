package io.atoll.command;

import picocli.CommandLine.Option;

/** The seed of modelled studies, which is the same each time unless said otherwise. */
final class SeedOption {
    private static final long DEFAULT_SEED = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "what decides draws, order and jitter; 64 bits, decimal or 0x (default: 1)")
    private String seed;

    long value() {
        return seed == null ? DEFAULT_SEED : SimulationOptions.given(seed);
    }
}
