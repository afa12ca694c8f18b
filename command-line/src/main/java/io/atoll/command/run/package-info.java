/**
 * One run of a system on a machine: what the guests print, how it ends, and what is kept of it.
 * Start reading at {@link io.atoll.command.run.SystemRun}.
 */
package io.atoll.command.run;
