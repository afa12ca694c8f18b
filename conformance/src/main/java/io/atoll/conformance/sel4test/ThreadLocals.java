package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;

import java.util.ArrayList;
import java.util.List;

/**
 * Data that every thread has of its own. What a C compiler does for seL4's programs is done by hand
 * here: each thread has a page for its data, which its base of thread-local storage points to.
 */
final class ThreadLocals {
    private static final long AREAS = 0x7_0000_0000L;
    private static final int PAGE_BYTES = 4096;
    private static final int ARRAY_LENGTH = 16;
    private static final int INITIAL_BASE = 0x1000;
    private static final int INCREMENTS = 20_000;
    private static final int INCREMENTS_PER_STEP = 100;
    private static final int STEP_CYCLES = 10_000;

    private ThreadLocals() {}

    static Group group() {
        return new Group("Thread-local data")
                .test("TLS0001", "initial values of thread-local data", env -> initial(env, 1))
                .test("TLS0002", "threads keep their own values", ThreadLocals::keep)
                .test("TLS0006", "threads count for themselves", ThreadLocals::count);
    }

    /** A thread's own arrays: the first begins with zeros, the second with values. */
    private record Area(Sel4 sel4) {
        private long address(int array, int index) {
            return sel4.tlsBase() + (long) (array * ARRAY_LENGTH + index) * Long.BYTES;
        }

        long get(int array, int index) {
            return sel4.memory().getLong(address(array, index));
        }

        void set(int array, int index, long value) {
            sel4.memory().putLong(address(array, index), value);
        }

        void checkInitial() {
            for (int i = 0; i < ARRAY_LENGTH; i++) {
                Check.equal(0, get(0, i), "a word without an initial value");
                Check.equal(INITIAL_BASE + i, get(1, i), "a word with an initial value");
            }
        }
    }

    /** A thread with a page of its own, in which the thread itself puts the initial values. */
    private static Helper withArea(Environment env, int thread, HelperBody body) {
        long base = AREAS + (long) thread * PAGE_BYTES;
        new AddressSpace(env, env.vspace()).map(env.frame(), base);
        Helper helper = env.helper("thread");
        Check.ok(helper.tcb.setTlsBase(base));
        return helper.start(
                sel4 -> {
                    Area area = new Area(sel4);
                    for (int i = 0; i < ARRAY_LENGTH; i++) {
                        area.set(1, i, INITIAL_BASE + i);
                    }
                    return body.run(sel4);
                });
    }

    private static void initial(Environment env, int threads) {
        for (int i = 0; i < threads; i++) {
            HelperBody checking =
                    sel4 -> {
                        new Area(sel4).checkInitial();
                        return 0;
                    };
            withArea(env, i, checking).awaitResult(0);
        }
    }

    private static void keep(Environment env) {
        int threads = 4;
        long[] ready = new long[threads];
        long[] goOn = new long[threads];
        List<Helper> helpers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            ready[i] = env.notification().cptr();
            goOn[i] = env.notification().cptr();
            int index = i;
            HelperBody keeping =
                    sel4 -> {
                        Area area = new Area(sel4);
                        area.checkInitial();
                        for (int word = 0; word < ARRAY_LENGTH; word++) {
                            area.set(0, word, index * 1_000 + word);
                            area.set(1, word, -index * 1_000 - word);
                        }
                        sel4.send(ready[index], Environment.words(0));
                        sel4.await(goOn[index]);
                        for (int word = 0; word < ARRAY_LENGTH; word++) {
                            Check.equal(index * 1_000 + word, area.get(0, word), "a word kept");
                            Check.equal(-index * 1_000 - word, area.get(1, word), "a word kept");
                        }
                        return 0;
                    };
            helpers.add(withArea(env, i, keeping));
        }
        for (long notification : ready) {
            env.sel4.await(notification);
        }
        for (long notification : goOn) {
            env.sel4.send(notification, Environment.words(0));
        }
        helpers.forEach(helper -> helper.awaitResult(0));
    }

    private static void count(Environment env) {
        int threads = 8;
        List<Helper> helpers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            HelperBody counting =
                    sel4 -> {
                        Area area = new Area(sel4);
                        for (int round = 0; round < INCREMENTS; round++) {
                            area.set(0, 0, area.get(0, 0) + 1);
                            if (round % INCREMENTS_PER_STEP == 0) {
                                // Time enough that the slices of the threads interleave.
                                sel4.compute(STEP_CYCLES * INCREMENTS_PER_STEP);
                            }
                        }
                        return area.get(0, 0);
                    };
            helpers.add(withArea(env, i, counting));
        }
        helpers.forEach(helper -> helper.awaitResult(INCREMENTS));
    }
}
