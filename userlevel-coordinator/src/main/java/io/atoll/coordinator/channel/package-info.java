/**
 * Channels bound at run time: two rings in shared frames, one each way, between two programs,
 * wherever these run, and the ways of waiting on them. Start reading at {@link
 * io.atoll.coordinator.channel.RingChannel}.
 */
package io.atoll.coordinator.channel;
