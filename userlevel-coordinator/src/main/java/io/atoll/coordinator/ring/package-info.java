/**
 * Rings in shared frames: messages from one program to another, which may be in different kernels,
 * without a system call. A ring has one sending and one receiving end, each used by one thread.
 * Start reading at {@link io.atoll.coordinator.ring.LineRingLayout}, then the two ends.
 */
package io.atoll.coordinator.ring;
