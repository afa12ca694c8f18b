/**
 * Random programs: several threads that make any system call with any argument. After every call
 * all invariants of the image are checked, and a program run with the fastpaths must get the same
 * answers as without them. Start at {@link io.atoll.kernel.random.RandomProgramTest}.
 */
package io.atoll.kernel.random;
