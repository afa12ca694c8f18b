/**
 * The simulated machine: all cores of all clusters on one host thread, in virtual time, in an order
 * that a seed chooses. Kernels, coordinators and programs are the same classes as on the pinned
 * machine and are not told. Start reading at {@link io.atoll.cluster.simulated.SimulatedMachine},
 * then {@link io.atoll.cluster.simulated.SimulatedCore}; what takes how long is in {@link
 * io.atoll.cluster.simulated.cost.CostModel}.
 */
package io.atoll.cluster.simulated;
