/**
 * Faults in virtual time: what can go wrong on a simulated machine, when, and how much. Begin with
 * {@link io.atoll.cluster.simulated.fault.FaultPlan}, which is what a user writes; {@link
 * io.atoll.cluster.simulated.fault.FaultSource} says, plan and seed given, what happens next;
 * {@link io.atoll.cluster.simulated.fault.Shrinker} looks for the least that still goes wrong.
 * Nothing here knows a core or a kernel: the machine does to them what this package decides.
 */
package io.atoll.cluster.simulated.fault;
