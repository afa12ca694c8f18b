package io.atoll.conformance.sel4test;

/** Why tests of upstream do not apply. */
final class Reasons {
    static final String CLASSIC = "classic kernel only; this one is MCS";
    static final String SEVERAL_CORES = "needs several cores in one image: waits for it";
    static final String HARDWARE = "needs an instruction set";

    private Reasons() {}
}
