/**
 * The pinned machine: cores are platform threads bound to CPUs, time is the host's. The only place
 * that knows that there are real threads. Start reading at {@link
 * io.atoll.cluster.pinned.PinnedMachine}, then {@link io.atoll.cluster.pinned.PinnedCore}.
 */
package io.atoll.cluster.pinned;
