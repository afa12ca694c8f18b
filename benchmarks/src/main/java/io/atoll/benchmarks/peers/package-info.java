/**
 * What a user would pick instead of Atoll, as subjects of the three benchmarks, each tuned the way
 * its own documentation advises, all on the same threads, pinning and spin hint: {@link
 * io.atoll.benchmarks.peers.Peers} lists them. {@link io.atoll.benchmarks.peers.Payload} is the 32
 * bytes that all of them carry and check. Uses the harness and the libraries measured; knows
 * nothing of Atoll. Start reading at {@link io.atoll.benchmarks.peers.BareLine}.
 */
package io.atoll.benchmarks.peers;
