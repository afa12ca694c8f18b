/**
 * Proves that the invariant checker sees what it claims to see: every test breaks one rule of a
 * consistent image by hand. Start at {@link io.atoll.kernel.check.Scene}. And lets random programs
 * loose on a kernel that is checked after every step: {@code RandomProgramsTest}.
 */
package io.atoll.kernel.check;
