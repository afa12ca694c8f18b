package io.atoll.benchmarks.subjects;

import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.api.cap.CNode;

/**
 * A CNode without guard, for many capabilities.
 *
 * @param radixBits log2 of its slots
 */
record Slots(CNode cnode, int radixBits) {
    /** The address of a slot. */
    AbsoluteCPtr at(long index) {
        return cnode.slot(index, radixBits);
    }
}
