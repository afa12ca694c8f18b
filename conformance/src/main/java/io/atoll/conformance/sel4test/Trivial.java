package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.cap.Endpoint;

/** That a test can run at all, and that memory comes back. */
final class Trivial {
    private static final int ROUNDS = 100;

    private Trivial() {}

    static Group group() {
        return new Group("Framework, allocator")
                .test(
                        "TRIVIAL0000",
                        "a test starts and reports success",
                        env -> Check.that(2 >= 1, "two is at least one"))
                .test("TRIVIAL0001", "objects are allocated and freed", Trivial::allocate)
                .test("TRIVIAL0002", "the same in a fresh image", Trivial::allocate);
    }

    private static void allocate(Environment env) {
        int largestBits = env.objects.largestBits();
        for (int i = 0; i < ROUNDS; i++) {
            Endpoint endpoint = env.endpoint();
            Check.that(endpoint.cptr() != InitCaps.NULL, "the endpoint has a CPtr");
            env.free(endpoint);
            Check.that(env.isEmpty(endpoint.cptr()), "a freed slot is empty");
        }
        Check.equal(largestBits, env.objects.largestBits(), "the largest untyped");
    }
}
