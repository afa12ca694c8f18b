package io.atoll.coordinator;

import java.lang.foreign.MemorySegment;

/**
 * One end of a channel that was bound at run time, as the end's coordinator keeps it.
 *
 * @param area its memory, as the coordinator sees it
 * @param bell CPtr, in the coordinator's CSpace, of what wakes the other end
 * @param id its number at this end's domain
 * @param peer the other end's cluster
 */
record BoundChannel(MemorySegment area, long bell, int id, int peer) {}
