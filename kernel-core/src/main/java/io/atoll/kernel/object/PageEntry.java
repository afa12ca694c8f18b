package io.atoll.kernel.object;

import io.atoll.kernel.api.CapRights;

/**
 * A mapped frame.
 *
 * @param rights read, and write or not; without read there is no access at all (x86)
 */
public record PageEntry(FrameObject frame, CapRights rights) implements PagingEntry {
    /** Whether the mapping allows the access. */
    public boolean allows(boolean write) {
        return write ? rights.canWrite() : rights.canRead();
    }
}
