/**
 * What everything takes on a simulated machine, as text that people read and write: {@link
 * io.atoll.cluster.simulated.cost.CostModel} is the place to start reading, {@link
 * io.atoll.cluster.simulated.cost.Cost} has the numbers there are. The models that come with Atoll
 * are the files beside this package's classes. Knows nothing of the machine.
 */
package io.atoll.cluster.simulated.cost;
