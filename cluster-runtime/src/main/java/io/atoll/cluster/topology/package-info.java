/**
 * The shape of a machine: packages, NUMA nodes, caches, cores and hardware threads, read from the
 * host or from hwloc's synthetic notation; which cores form a cluster, and how far two cores are
 * apart. Everything here is immutable once built and knows nothing of kernels; of the rest of the
 * project it uses {@code CpuAffinity} only. Start reading at {@link
 * io.atoll.cluster.topology.Topology}, then its two sources {@link
 * io.atoll.cluster.topology.SyntheticTopology} and {@link io.atoll.cluster.topology.HostTopology}.
 */
package io.atoll.cluster.topology;
