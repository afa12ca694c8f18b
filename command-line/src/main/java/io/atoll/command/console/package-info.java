/**
 * The console of a simulated run: verbs that let it go on, back, and that look at it where it
 * stands still. Start at {@link io.atoll.command.console.Console}; what a verb is, {@link
 * io.atoll.command.console.Verb} says.
 */
package io.atoll.command.console;
