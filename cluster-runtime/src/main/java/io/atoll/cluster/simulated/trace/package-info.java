/**
 * What happened in a simulated run, kept in bounded memory and drawn: as a trace that Perfetto and
 * Chrome show, and as a space-time diagram. Start reading at {@link
 * io.atoll.cluster.simulated.trace.EventLog}. All times are virtual, so modelled.
 */
package io.atoll.cluster.simulated.trace;
