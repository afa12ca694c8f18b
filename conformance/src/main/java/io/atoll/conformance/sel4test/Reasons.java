package io.atoll.conformance.sel4test;

/** Why tests of upstream do not apply. */
final class Reasons {
    static final String CLASSIC = "classic kernel only; this one is MCS";
    static final String INSTRUCTIONS = "needs an instruction set";
    static final String ARM = "Arm only";
    static final String ARM_TRACING = "Arm only, and needs the kernel's own trace";
    static final String X86_VIRTUALISATION = "needs x86 virtualisation (EPT)";
    static final String IOMMU = "needs an IOMMU";
    static final String DEBUG_HARDWARE = "needs debug hardware";
    static final String FPU = "needs a floating-point unit that threads share";

    // Why tests run in virtual time only: a host may keep a thread waiting for as long as it likes.
    static final String HOW_LONG = "claims how long something takes at most";
    static final String HOW_OFTEN = "claims how often something happens within a time";

    private Reasons() {}
}
