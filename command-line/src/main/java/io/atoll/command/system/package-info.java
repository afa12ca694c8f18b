/**
 * From what a person names on the command line to something that can be booted: finds it, reads it,
 * checks it, compiles its programs, and chooses the host's CPUs. Start reading at {@link
 * io.atoll.command.system.SystemLoader}.
 */
package io.atoll.command.system;
