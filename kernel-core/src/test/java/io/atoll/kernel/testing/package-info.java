/**
 * What kernel tests stand on: a machine of one core whose clock the test owns, and a world of
 * objects made through ordinary system calls. Start at {@link io.atoll.kernel.testing.TestImage}.
 */
package io.atoll.kernel.testing;
