/**
 * Machines: what kernel images run on. A machine gives each cluster its cores, its memory and its
 * boot information, and carries interrupts between clusters. It may use the kernel and nothing
 * above it. Start reading at {@link io.atoll.cluster.Machine}.
 */
package io.atoll.cluster;
