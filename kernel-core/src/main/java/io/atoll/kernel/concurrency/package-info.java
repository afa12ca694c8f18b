/**
 * What the cores of one image share and how they keep out of one another's way: the lock of the
 * slow path ({@link io.atoll.kernel.concurrency.ClhLock}), the flags of those inside a fastpath
 * ({@link io.atoll.kernel.concurrency.BigReaderLock}, the place to start reading), and how a
 * fastpath hands a thread to another core ({@link io.atoll.kernel.concurrency.Inbox}). Nothing here
 * knows a kernel object, so that each can be tested alone. Decision 0013 says why it is like this.
 */
package io.atoll.kernel.concurrency;
