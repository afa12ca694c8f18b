package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.Sel4;

/** A capability to a CNode: a table of slots. */
public final class CNode extends Handle {
    public CNode(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }

    /** The slot {@code index} resolved from this CNode over {@code depth} bits. */
    public AbsoluteCPtr slot(long index, int depth) {
        return new AbsoluteCPtr(this, index, depth);
    }

    /** The slot that {@code index} names over the full word, for CNodes whose guard fills it. */
    public AbsoluteCPtr slot(long index) {
        return new AbsoluteCPtr(this, index, Long.SIZE);
    }
}
