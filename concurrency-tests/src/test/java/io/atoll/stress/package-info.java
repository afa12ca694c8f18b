/**
 * Runs proofs by experiment. For each hand-written ordering there is a class, in the package of
 * what it tests, with one jcstress test named {@code Right}, which uses the real code, and others,
 * its broken twins, in which one step of the ordering is weakened, left out or misplaced. An
 * ordering counts as proved when {@code Right} never shows the forbidden outcome and every twin
 * does: only then is it known that the test could have seen the bug. Begin with {@link
 * io.atoll.stress.Proofs}.
 */
package io.atoll.stress;
