/**
 * Invocations of kernel objects, one class per kind of capability. Each is in two phases: decode
 * checks everything in the order of the manual and answers with an error, or calls a perform
 * method, which cannot fail. Nothing is changed before every check has passed. Start at {@link
 * io.atoll.kernel.invocation.Invocation}.
 */
package io.atoll.kernel.invocation;
