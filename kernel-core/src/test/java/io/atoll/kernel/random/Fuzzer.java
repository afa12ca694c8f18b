package io.atoll.kernel.random;

import io.atoll.kernel.KernelConfig;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** Runs programs of random operations until one breaks the kernel, and cuts that one down. */
final class Fuzzer {
    private static final int SHRINKING_ATTEMPTS = 400;

    private final int operationsOfAProgram;
    private final IntConsumer sabotage;
    private long systemCalls;
    private long endedEarly;

    Fuzzer(int operationsOfAProgram) {
        this(operationsOfAProgram, null);
    }

    /**
     * A fuzzer of a kernel that is broken on purpose.
     *
     * @param sabotage is told of each operation, by its choices' first number, before it is made
     */
    Fuzzer(int operationsOfAProgram, IntConsumer sabotage) {
        this.operationsOfAProgram = operationsOfAProgram;
        this.sabotage = sabotage;
    }

    /** System calls made so far, each with a check of all invariants behind it. */
    long systemCalls() {
        return systemCalls;
    }

    /** Programs whose initial task was robbed of what it needs. */
    long endedEarly() {
        return endedEarly;
    }

    /**
     * Runs the program of a seed.
     *
     * @throws AssertionError if it broke the kernel, or left something behind: the message has the
     *     smallest program found that does so, and the command that runs it
     */
    void run(long seed) {
        long[] all = Operations.of(seed, operationsOfAProgram);
        Throwable failure = failureOf(seed, all, _ -> {});
        if (failure == null) {
            return;
        }
        Shrinker shrinker =
                new Shrinker(
                        places -> isAlike(failure, failureOf(seed, pick(all, places), _ -> {})),
                        SHRINKING_ATTEMPTS);
        int[] places = shrinker.shrink(Shrinker.all(all.length));
        report(seed, all, places);
    }

    /** Runs only some operations of the program of a seed. */
    void run(long seed, int[] places) {
        long[] all = Operations.of(seed, operationsOfAProgram);
        if (failureOf(seed, pick(all, places), _ -> {}) != null) {
            report(seed, all, places);
        }
    }

    private void report(long seed, long[] all, int[] places) {
        String[] program = {""};
        Throwable failure =
                failureOf(
                        seed,
                        pick(all, places),
                        system ->
                                program[0] =
                                        String.join("\n", system.log().lines())
                                                + "\n"
                                                + system.log().begun()
                                                + "\n"
                                                + system.threads());
        throw new AssertionError(
                "%d operations break the kernel; replay: %s%n%s"
                        .formatted(places.length, replay(seed, places), program[0]),
                failure);
    }

    private String replay(long seed, int[] places) {
        return "mvn test -pl kernel-core -Dtest=FuzzTest -Dfuzz.seed=%d -Dfuzz.program=%d -Dfuzz.keep=%s"
                .formatted(
                        seed,
                        operationsOfAProgram,
                        Arrays.stream(places)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(",")));
    }

    private static long[] pick(long[] all, int[] places) {
        return Arrays.stream(places).mapToLong(place -> all[place]).toArray();
    }

    /** What went wrong in a program, or null. */
    private Throwable failureOf(long seed, long[] operations, Consumer<RandomSystem> after) {
        KernelConfig config =
                new KernelConfig("fuzz", RandomSystem.ROOT_BITS, seed % 2 == 0).withDomains(2);
        RandomSystem system = new RandomSystem(config, new Operations(operations));
        system.sabotage(sabotage);
        try {
            if (!system.runOperations()) {
                endedEarly++;
            }
            return null;
        } catch (Throwable broken) {
            return broken;
        } finally {
            systemCalls += system.systemCalls();
            after.accept(system);
        }
    }

    /** The same kind of failure at the same place, whatever the addresses in its text. */
    private static boolean isAlike(Throwable first, Throwable second) {
        return second != null && signature(first).equals(signature(second));
    }

    private static List<String> signature(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage()).replaceAll("0x[0-9a-f]+|@\\w+|\\d+", "#");
        return List.of(
                cause.getClass().getName(),
                text.substring(0, Math.min(text.length(), 40)),
                cause.getStackTrace().length == 0 ? "" : cause.getStackTrace()[0].getMethodName());
    }
}
