/**
 * Rings in shared frames: messages from one program to another, which may be in different kernels,
 * without a system call. A ring has one sending and one receiving end, each used by one thread.
 *
 * <p>Two kinds, which behave alike: a ring of lines carries seven words per message and is the
 * fastest; a ring of bytes carries messages of any length up to an eighth of its capacity. Start
 * reading at {@link io.atoll.coordinator.ring.LineRingLayout} or {@link
 * io.atoll.coordinator.ring.ByteRingLayout}, then the two ends. How a side sleeps until there is a
 * message, or room, is drawn in {@code RingHeader}.
 */
package io.atoll.coordinator.ring;
