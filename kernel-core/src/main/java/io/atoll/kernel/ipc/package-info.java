/**
 * Messages: the system calls, endpoints, notifications and reply objects, message transfer, faults,
 * and the fastpaths. Start at {@link io.atoll.kernel.ipc.SystemCalls}; the fastpaths are in {@link
 * io.atoll.kernel.ipc.Fastpath}.
 */
package io.atoll.kernel.ipc;
