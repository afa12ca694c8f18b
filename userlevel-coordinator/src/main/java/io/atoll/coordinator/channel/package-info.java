/**
 * Channels bound at run time: two rings in shared frames, one each way, between two programs,
 * wherever these run, and the ways of waiting on them. Start reading at {@link
 * io.atoll.coordinator.channel.RingChannel}, which has what all channels have in common; messages
 * are words in a {@link io.atoll.coordinator.channel.LineChannel}, bytes in a {@link
 * io.atoll.coordinator.channel.ByteChannel}.
 */
package io.atoll.coordinator.channel;
