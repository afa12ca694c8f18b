/**
 * The invariants of a kernel image, checked from outside between two operations: queues, wait
 * queues, scheduling contexts and call stacks, the derivation tree, mappings and interrupt lines.
 * Reads all kernel packages and changes nothing; no kernel package knows it. Start at {@link
 * io.atoll.kernel.check.InvariantChecker}.
 */
package io.atoll.kernel.check;
