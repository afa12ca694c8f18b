package io.atoll.conformance.sel4test;

/** What a test does, as the runner thread of a freshly booted image. */
@FunctionalInterface
interface TestBody {
    void run(Environment env);
}
