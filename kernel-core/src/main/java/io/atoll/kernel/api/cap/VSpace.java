package io.atoll.kernel.api.cap;

import io.atoll.kernel.api.Sel4;

/**
 * A capability to the root of an address space. A new one must be assigned an identifier before it
 * can be used: {@link AsidPool#assign}.
 */
public final class VSpace extends Handle {
    public VSpace(Sel4 sel4, long cptr) {
        super(sel4, cptr);
    }
}
