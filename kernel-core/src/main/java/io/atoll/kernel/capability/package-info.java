/**
 * Capabilities: immutable values in slots, the lookup that leads from a CPtr to a slot, and the
 * derivation tree that links slots. Start at {@link io.atoll.kernel.capability.Capability}, then
 * {@code DerivationTree} and {@code Deletion}.
 */
package io.atoll.kernel.capability;
