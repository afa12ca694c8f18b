package io.atoll.coordinator.system;

import java.util.Optional;

/** Seeds of simulated runs, as people write them. */
public final class Seed {
    /** What a seed is, as the end of a sentence. */
    public static final String FORM = "it is a number of 64 bits such as 42 or 0x5eed";

    private Seed() {}

    /**
     * Decimal, also negative or beyond the largest long, or hexadecimal; empty if it is neither.
     */
    public static Optional<Long> parse(String text) {
        try {
            return Optional.of(
                    text.startsWith("0x") || text.startsWith("0X")
                            ? Long.parseUnsignedLong(text.substring(2).replace("_", ""), 16)
                            : text.startsWith("-")
                                    ? Long.parseLong(text)
                                    : Long.parseUnsignedLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
