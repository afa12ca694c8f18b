/**
 * Kernel objects: state, and the few operations that touch only the object itself. They are public
 * so that the kernel's own packages reach their fields without accessors on the IPC path; no user
 * program ever holds a reference to one. Start at {@link io.atoll.kernel.object.ThreadObject}.
 */
package io.atoll.kernel.object;
