package io.atoll.coordinator.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class LinearizabilityCheckerTest {
    private static final long NEVER = Operation.NEVER;

    private final List<Operation> history = new ArrayList<>();

    private void add(
            String process,
            long called,
            long answered,
            Object result,
            String name,
            Object... with) {
        history.add(new Operation(process, name, List.of(with), result, called, answered));
    }

    private Finding judged(Model<?> model) {
        return new LinearizabilityChecker().check("x", model, history);
    }

    private void assertLinearizable(Model<?> model) {
        assertInstanceOf(Finding.Linearizable.class, judged(model), () -> "" + judged(model));
        assertTrue(EveryOrder.isLinearizable(model, history));
    }

    private Finding.NotLinearizable assertNotLinearizable(Model<?> model) {
        assertTrue(!EveryOrder.isLinearizable(model, history));
        return assertInstanceOf(Finding.NotLinearizable.class, judged(model));
    }

    @Nested
    class OfARegister {
        private final Model<Long> model = new RegisterModel(0);

        @Test
        void shouldAllowAReadOfEitherValueDuringAWrite() {
            add("a", 0, 10, null, "write", 1L);
            add("b", 2, 4, 1L, "read");
            add("c", 2, 3, 0L, "read");

            assertLinearizable(model);
        }

        @Test
        void shouldRefuseTheOldValueAfterTheNewOneWasSeen() {
            add("a", 0, 10, null, "write", 1L);
            add("b", 2, 4, 1L, "read");
            add("c", 5, 6, 0L, "read");

            Finding.NotLinearizable found = assertNotLinearizable(model);
            assertEquals("read() = 0", found.stuck().toText());
            assertEquals("write(1)", found.beside().getFirst().toText());
            assertEquals(List.of("1"), found.states());
            assertEquals(
                    "3 operations on register 'x': not linearizable: no order allows read() = 0 of"
                            + " 'c'",
                    found.toText());
        }

        @Test
        void shouldRefuseAStaleReadAndShowTheWriteBeforeIt() {
            add("a", 0, 1, null, "write", 1L);
            add("b", 2, 3, 0L, "read");

            assertEquals("write(1)", assertNotLinearizable(model).before().getFirst().toText());
        }

        @Test
        void shouldCountTheSameTickAsOverlap() {
            add("a", 0, 1, null, "write", 1L);
            add("b", 1, 2, 0L, "read");

            assertLinearizable(model);
        }

        @Test
        void shouldLetOneOfTwoCompareAndSetsSucceed() {
            add("a", 0, 5, true, "compareAndSet", 0L, 1L);
            add("b", 0, 5, false, "compareAndSet", 0L, 2L);
            assertLinearizable(model);

            history.clear();
            add("a", 0, 5, true, "compareAndSet", 0L, 1L);
            add("b", 0, 5, true, "compareAndSet", 0L, 2L);
            assertNotLinearizable(model);
        }

        /** A writer that crashed may have written, at any time later. */
        @Test
        void shouldLetAPendingWriteTakeEffectLateOrNever() {
            add("a", 0, NEVER, null, "write", 1L);
            add("b", 1, 2, 0L, "read");
            assertLinearizable(model);

            add("b", 3, 4, 1L, "read");
            assertLinearizable(model);

            add("b", 5, 6, 0L, "read");
            assertNotLinearizable(model);
        }
    }

    @Nested
    class OfWritesThatWriteWhatIsThere {
        /** Where it changes nothing a write need not stand; further on it may be needed. */
        @Test
        void shouldNotTakeThemForReads() {
            add("a", 0, 3, null, "write", 3L);
            add("b", 2, 4, null, "write", 0L);
            add("c", 5, 7, 0L, "read");

            assertLinearizable(new RegisterModel(0));
        }
    }

    @Nested
    class OfACounter {
        private final Model<Long> model = new CounterModel(0);

        @Test
        void shouldRefuseALostUpdate() {
            add("a", 0, 5, 1L, "addAndGet", 1L);
            add("b", 0, 5, 2L, "addAndGet", 1L);
            assertLinearizable(model);

            history.clear();
            add("a", 0, 5, 1L, "addAndGet", 1L);
            add("b", 0, 5, 1L, "addAndGet", 1L);
            assertNotLinearizable(model);
        }

        @Test
        void shouldCountAdditionsThatNobodySaw() {
            add("a", 0, 1, null, "add", 3L);
            add("b", 0, 1, null, "add", 4L);
            add("c", 2, 3, 7L, "get");
            assertLinearizable(model);

            add("c", 4, 5, 3L, "get");
            assertNotLinearizable(model);
        }
    }

    @Nested
    class OfAQueue {
        private final Model<QueueContents> model = new QueueModel();

        @Test
        void shouldLetOverlappingValuesComeOutInEitherOrder() {
            add("a", 0, 5, null, "enqueue", 1L);
            add("b", 0, 5, null, "enqueue", 2L);
            add("c", 6, 7, 2L, "dequeue");
            add("c", 8, 9, 1L, "dequeue");
            add("c", 10, 11, null, "dequeue");

            assertLinearizable(model);
        }

        @Test
        void shouldRefuseThatOneOvertakesAnother() {
            add("a", 0, 1, null, "enqueue", 1L);
            add("a", 2, 3, null, "enqueue", 2L);
            add("b", 4, 5, 2L, "dequeue");
            add("b", 6, 7, 1L, "dequeue");

            assertNotLinearizable(model);
        }

        @Test
        void shouldRefuseWhatWasNeverPutInAndWhatComesTwice() {
            add("b", 0, 1, 9L, "dequeue");
            assertNotLinearizable(model);

            history.clear();
            add("a", 0, 1, null, "enqueue", 1L);
            add("b", 2, 3, 1L, "dequeue");
            add("b", 4, 5, 1L, "dequeue");
            assertNotLinearizable(model);
        }

        @Test
        void shouldRefuseThatAFullQueueIsFoundEmpty() {
            add("a", 0, 1, null, "enqueue", 1L);
            add("b", 2, 3, null, "dequeue");

            assertNotLinearizable(model);
        }

        /** Nobody knows which value the crashed one took. */
        @Test
        void shouldLetAPendingDequeueTakeAnything() {
            add("a", 0, 1, null, "enqueue", 1L);
            add("a", 2, 3, null, "enqueue", 2L);
            add("b", 4, NEVER, null, "dequeue");
            add("c", 6, 7, 2L, "dequeue");

            assertLinearizable(model);
        }
    }

    @Nested
    class OfALock {
        private final Model<String> model = new LockModel();

        @Test
        void shouldRefuseThatTwoHaveIt() {
            add("a", 0, 1, null, "lock");
            add("b", 2, 9, null, "lock");
            add("a", 5, 6, null, "unlock");
            assertLinearizable(model);

            history.clear();
            add("a", 0, 1, null, "lock");
            add("b", 2, 4, null, "lock");
            add("a", 5, 6, null, "unlock");
            assertEquals("lock()", assertNotLinearizable(model).before().getFirst().toText());
        }

        @Test
        void shouldRefuseThatAnotherOneUnlocks() {
            add("a", 0, 1, null, "lock");
            add("b", 2, 3, null, "unlock");

            assertNotLinearizable(model);
        }

        @Test
        void shouldRefuseThatAFreeLockIsNotGiven() {
            add("a", 0, 1, false, "tryLock");

            assertNotLinearizable(model);
        }
    }

    @Nested
    class OfAMap {
        private final Model<Object> model = new MapModel();

        @Test
        void shouldJudgeEachKeyByItself() {
            add("a", 0, 1, null, "put", 1L, 10L);
            add("b", 2, 3, null, "get", 2L);
            add("b", 4, 5, 10L, "get", 1L);
            assertLinearizable(model);

            add("b", 6, 7, true, "remove", 1L);
            add("b", 8, 9, 10L, "get", 1L);
            assertNotLinearizable(model);
        }
    }

    /** A stack: what a user writes. */
    record StackModel() implements Model<List<Object>> {
        @Override
        public List<Object> initial() {
            return List.of();
        }

        @Override
        public List<Object> after(List<Object> stack, Operation operation) {
            List<Object> next = new ArrayList<>(stack);
            if (operation.name().equals("push")) {
                next.add(operation.arguments().getFirst());
                return next;
            }
            Object top = stack.isEmpty() ? null : next.removeLast();
            return operation.returns(top) ? next : null;
        }

        @Override
        public String toString() {
            return "stack";
        }
    }

    @Nested
    class OfTheUsersOwn {
        @Test
        void shouldJudgeByTheModel() {
            add("a", 0, 1, null, "push", "one");
            add("a", 2, 3, null, "push", "two");
            add("b", 4, 5, "two", "pop");
            assertLinearizable(new StackModel());

            add("b", 6, 7, "two", "pop");
            assertNotLinearizable(new StackModel());
        }
    }

    @Nested
    class WhenItTakesTooLong {
        /** Values of which some are equal, so that nothing is known of their order. */
        @Test
        void shouldSayThatItDoesNotKnow() {
            Random random = new Random(1);
            for (int i = 0; i < 40; i++) {
                add("p" + i, 0, 100, null, "enqueue", (long) random.nextInt(30));
            }
            add("q", 200, 201, 99L, "dequeue");

            Finding found =
                    new LinearizabilityChecker(10_000).check("x", new QueueModel(), history);

            assertEquals(
                    "41 operations on queue 'x': not decided: gave up after 10,000 steps",
                    found.toText());
        }
    }

    static List<Model<?>> models() {
        return RealExecution.models();
    }

    /**
     * The same in each build, as of other random tests; {@code -Datoll.seed} asks for others. Of
     * these a few have histories of a queue that no search comes to the end of.
     */
    private static long firstSeed() {
        return Long.getLong("atoll.seed", 1);
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldAcceptEveryHistoryOfARealObject(Model<?> model) {
        long first = firstSeed();
        for (long seed = first; seed < first + 300; seed++) {
            List<Operation> operations = RealExecution.of(model, seed, 5, 60, 20);

            Finding found = new LinearizabilityChecker().check("x", model, operations);

            assertInstanceOf(
                    Finding.Linearizable.class,
                    found,
                    "-Datoll.seed=%d: %s\n%s".formatted(seed, found, operations));
        }
    }

    /** One result or one end is another one, or two operations change their times. */
    @ParameterizedTest
    @MethodSource("models")
    void shouldAgreeWithTheDefinitionOnMutatedHistories(Model<?> model) {
        long first = firstSeed();
        int refused = 0;
        int count = 1500;
        for (long seed = first; seed < first + count; seed++) {
            List<Operation> operations =
                    mutated(RealExecution.of(model, seed, 3, 6, 60), new Random(seed));

            Finding found = new LinearizabilityChecker().check("x", model, operations);

            boolean isAllowed = EveryOrder.isLinearizable(model, operations);
            refused += isAllowed ? 0 : 1;
            Class<?> expected =
                    isAllowed ? Finding.Linearizable.class : Finding.NotLinearizable.class;
            assertEquals(
                    expected,
                    found.getClass(),
                    "-Datoll.seed=%d: %s\n%s".formatted(seed, found, operations));
        }
        assertTrue(refused > count / 20, "only " + refused + " mutations were of any consequence");
    }

    private static List<Operation> mutated(List<Operation> operations, Random random) {
        List<Operation> mutated = new ArrayList<>(operations);
        for (int i = 0; i < 2; i++) {
            int at = random.nextInt(mutated.size());
            Operation other = mutated.get(random.nextInt(mutated.size()));
            Operation changed = mutated.get(at);
            mutated.set(
                    at,
                    random.nextBoolean()
                            ? changed(changed, result(changed, random), changed.calledTicks())
                            : changed(
                                    changed,
                                    changed.result(),
                                    Math.min(changed.answeredTicks(), other.calledTicks())));
        }
        return mutated;
    }

    private static Object result(Operation operation, Random random) {
        return switch (operation.result()) {
            case Boolean is -> !is;
            case Long _ -> (long) random.nextInt(4);
            case null -> operation.name().equals("dequeue") ? (Long) 0L : null;
            default -> throw new IllegalArgumentException(operation.toText());
        };
    }

    private static Operation changed(Operation operation, Object result, long called) {
        return new Operation(
                operation.process(),
                operation.name(),
                operation.arguments(),
                operation.isPending() ? null : result,
                called,
                operation.answeredTicks());
    }

    /** Figures on standard output; the bound is far above them. */
    @ParameterizedTest
    @MethodSource("models")
    void shouldJudgeAHundredThousandOperationsInSeconds(Model<?> model) {
        List<Operation> operations = RealExecution.of(model, 7, 8, 100_000, 0);
        long start = System.nanoTime();

        Finding found = new LinearizabilityChecker().check("x", model, operations);

        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s: %.2f s%n", found.toText(), seconds);
        assertInstanceOf(Finding.Linearizable.class, found);
        assertTrue(seconds < 60, seconds + " s");
    }
}
