/**
 * One emulated seL4 kernel image (MCS flavour): a passive data structure with entry points. A
 * machine calls it; it creates no thread, reads no clock and opens no file. Start at {@link
 * io.atoll.kernel.KernelImage} for the outside, at {@code ipc.SystemCalls} for the inside.
 */
package io.atoll.kernel;
