/**
 * Capability handles: one small class per kind of capability, with seL4's nouns and verbs in Java
 * case. A handle is a name (a CPtr and the system calls of one thread), never a reference to a
 * kernel object; making one checks nothing. Start at {@link io.atoll.kernel.api.cap.Endpoint}.
 */
package io.atoll.kernel.api.cap;
