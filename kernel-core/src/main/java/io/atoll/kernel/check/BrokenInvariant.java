package io.atoll.kernel.check;

/** An invariant of a kernel image does not hold: the kernel is wrong. The message says which. */
public final class BrokenInvariant extends AssertionError {
    private static final long serialVersionUID = 1L;

    BrokenInvariant(String sentence) {
        super(sentence);
    }
}
