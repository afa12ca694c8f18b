package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.Sel4;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Locks, semaphores and condition variables made of notifications. */
final class Synchronisation {
    private static final int MAX_VALUE = 2;
    private static final int CONSUMERS = 3;
    private static final int ROUNDS = 10;

    private Synchronisation() {}

    static Group group() {
        return new Group("Synchronisation library")
                .test("SYNC001", "a binary semaphore excludes", Synchronisation::binary)
                .test("SYNC002", "a counting semaphore excludes", Synchronisation::counting)
                .test(
                        "SYNC003",
                        "a monitor between producers and consumers",
                        Synchronisation::monitor)
                .test("SYNC004", "a broadcast wakes everybody", Synchronisation::broadcast);
    }

    private static void binary(Environment env) {
        BinarySemaphore semaphore = new BinarySemaphore(env);
        exclude(env, semaphore::acquire, semaphore::release);
    }

    private static void counting(Environment env) {
        Semaphore semaphore = new Semaphore(env, 1);
        exclude(env, semaphore::acquire, semaphore::release);
    }

    /** Two threads add one each, and give the core away between reading and writing. */
    private static void exclude(Environment env, Consumer<Sel4> acquire, Consumer<Sel4> release) {
        int[] shared = new int[1];
        HelperBody adding =
                sel4 -> {
                    acquire.accept(sel4);
                    int read = shared[0];
                    sel4.yieldNow();
                    shared[0] = read + 1;
                    release.accept(sel4);
                    return 0;
                };
        Helper first = env.helper("first").start(adding);
        Helper second = env.helper("second").start(adding);
        first.awaitResult(0);
        second.awaitResult(0);
        Check.equal(2, shared[0], "the sum");
    }

    private static void monitor(Environment env) {
        BinarySemaphore lock = new BinarySemaphore(env);
        Condition notFull = new Condition(env, lock);
        Condition notEmpty = new Condition(env, lock);
        int[] value = {1};
        HelperBody producing =
                sel4 -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        lock.acquire(sel4);
                        while (value[0] == MAX_VALUE) {
                            notFull.await(sel4);
                        }
                        int read = value[0];
                        sel4.yieldNow();
                        value[0] = read + 1;
                        notEmpty.signal(sel4);
                        lock.release(sel4);
                    }
                    return 0;
                };
        HelperBody consuming =
                sel4 -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        lock.acquire(sel4);
                        while (value[0] == 0) {
                            notEmpty.await(sel4);
                        }
                        int read = value[0];
                        sel4.yieldNow();
                        value[0] = read - 1;
                        notFull.signal(sel4);
                        lock.release(sel4);
                    }
                    return 0;
                };
        List<Helper> helpers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            helpers.add(env.helper("producer").start(producing));
            helpers.add(env.helper("consumer").start(consuming));
        }
        helpers.forEach(helper -> helper.awaitResult(0));
        Check.equal(1, value[0], "the value at the end");
    }

    private static void broadcast(Environment env) {
        BinarySemaphore lock = new BinarySemaphore(env);
        Condition available = new Condition(env, lock);
        int[] value = new int[1];
        List<Helper> helpers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            helpers.add(
                    env.helper("consumer")
                            .start(
                                    sel4 -> {
                                        lock.acquire(sel4);
                                        while (value[0] == 0) {
                                            available.await(sel4);
                                        }
                                        value[0]--;
                                        lock.release(sel4);
                                        return 0;
                                    }));
        }
        env.letOthersRun();
        helpers.add(
                env.helper("broadcaster")
                        .start(
                                sel4 -> {
                                    lock.acquire(sel4);
                                    value[0] += CONSUMERS;
                                    available.broadcast(sel4);
                                    lock.release(sel4);
                                    return 0;
                                }));
        helpers.forEach(helper -> helper.awaitResult(0));
        Check.equal(0, value[0], "the value at the end");
        Check.that(!available.isBroadcasting(), "the broadcast is over");
    }
}
