package io.atoll.kernel.check;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelImage;

/**
 * Checks that an image is in a state that its kernel may leave it in. To be called by a core's
 * thread between two kernel entries: from a user program after a system call, or between two
 * dispatches; if other cores are at work at that time, in the kernel's slow path. Takes time in
 * proportion to the capabilities that exist; changes nothing. Memory is kept from one check to the
 * next.
 */
public final class InvariantChecker {
    private final KernelImage image;
    private final Census census;
    private final DerivationInvariants derivation;
    private final UntypedInvariants memory = new UntypedInvariants();

    public InvariantChecker(KernelImage image) {
        this.image = image;
        this.census = new Census(image);
        this.derivation = new DerivationInvariants(census);
    }

    /**
     * Checks every invariant, once.
     *
     * @throws BrokenInvariant naming the first one that does not hold, and what breaks it
     */
    public static void check(KernelImage image) {
        new InvariantChecker(image).check();
    }

    /**
     * Checks every invariant.
     *
     * @throws BrokenInvariant naming the first one that does not hold, and what breaks it
     */
    public void check() {
        census.take();
        derivation.check(image);
        memory.check(census);
        for (int i = 0; i < image.coreCount(); i++) {
            Core core = image.core(i);
            ReadyQueueInvariants.check(census, core);
            ReleaseQueueInvariants.check(census, core);
        }
        WaitQueueInvariants.check(census);
        ThreadInvariants.check(census, image);
        SchedContextInvariants.check(census, image);
        ReplyInvariants.check(census);
        MappingInvariants.check(census, image.asids());
        InterruptInvariants.check(census, image.interrupts());
    }

    /** Breaks off unless {@code holds}; the message's {@code %s} are filled in only then. */
    static void require(boolean holds, String sentence, Object... about) {
        if (!holds) {
            throw new BrokenInvariant(sentence.formatted(about));
        }
    }
}
