package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;

/** What a helper thread does before it reports its result. */
@FunctionalInterface
interface HelperBody {
    /**
     * @param sel4 the helper's own system calls
     * @return the result, for {@link Helper#await}
     */
    long run(Sel4 sel4);
}
