/**
 * How fast the simulated machine is, in the host's time, and how much of the host's memory it
 * takes: what it costs to simulate, not what is simulated. Start reading at {@link
 * io.atoll.benchmarks.simulator.SimulatedCores}.
 */
package io.atoll.benchmarks.simulator;
