package io.atoll.kernel.check;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelImage;

/**
 * Checks that an image is in a state that its kernel may leave it in. To be called by the core's
 * thread between two kernel entries: from a user program after a system call, or between two
 * dispatches. Takes time and memory in proportion to the capabilities that exist; changes nothing.
 */
public final class InvariantChecker {
    private InvariantChecker() {}

    /**
     * Checks every invariant.
     *
     * @throws BrokenInvariant naming the first one that does not hold, and what breaks it
     */
    public static void check(KernelImage image) {
        Census census = new Census(image);
        DerivationInvariants.check(census);
        UntypedInvariants.check(census);
        for (int i = 0; i < image.coreCount(); i++) {
            Core core = image.core(i);
            ReadyQueueInvariants.check(census, core);
        }
        WaitQueueInvariants.check(census);
        ThreadInvariants.check(census, image);
        SchedContextInvariants.check(census, image);
        ReplyInvariants.check(census);
        MappingInvariants.check(census);
        InterruptInvariants.check(census, image.interrupts());
    }

    /** Breaks off unless {@code holds}; the message's {@code %s} are filled in only then. */
    static void require(boolean holds, String sentence, Object... about) {
        if (!holds) {
            throw new BrokenInvariant(sentence.formatted(about));
        }
    }
}
