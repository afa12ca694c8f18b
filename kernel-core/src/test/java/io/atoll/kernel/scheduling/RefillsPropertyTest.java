package io.atoll.kernel.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What refills are for: in no window of one period is more used than the budget, whatever a thread
 * does. Replay a failure with {@code -Datoll.seed=SEED}.
 */
class RefillsPropertyTest {
    private static final int RUNS = 300;
    private static final int STEPS = 200;

    private record Use(long from, long to) {}

    private final long seed = Long.getLong("atoll.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void shouldNeverGiveMoreThanTheBudgetInAnyPeriod() {
        for (int run = 0; run < RUNS; run++) {
            long period = 50_000 + random.nextInt(2_000_000);
            long budget = 20_000 + random.nextLong(period - 20_000);
            Refills refills = new Refills();
            long now = random.nextInt(1_000);
            refills.start(2 + random.nextInt(6), budget, period, now);
            List<Use> uses = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                now = Math.max(now, refills.headTime());
                if (random.nextBoolean()) {
                    now += random.nextLong(2 * period);
                    refills.unblock(now);
                }
                long used = 1 + random.nextLong(refills.headAmount());
                uses.add(new Use(now, now + used));
                now += used;
                refills.charge(used);
                assertInvariants(refills, budget);
            }
            assertBandwidth(uses, budget, period);
        }
    }

    @Test
    void shouldChargeALongOverrunAsIfPeriodByPeriod() {
        for (int run = 0; run < RUNS; run++) {
            long period = 50_000 + random.nextInt(200_000);
            long budget = 20_000 + random.nextLong(period - 20_000);
            int capacity = 2 + random.nextInt(6);
            Refills refills = new Refills();
            StepByStep reference = new StepByStep(capacity, budget, period);
            refills.start(capacity, budget, period, 0);
            for (int step = 0; step < 20; step++) {
                long used = 1 + random.nextLong(step % 5 == 4 ? 1_000 * budget : 2 * budget);
                refills.charge(used);
                reference.charge(used);
                assertEquals(reference.toString(), refills.toString(), this::replay);
                if (random.nextBoolean()) {
                    long now = refills.headTime() + random.nextLong(period);
                    refills.unblock(now);
                    reference.unblock(now);
                }
            }
        }
    }

    private void assertInvariants(Refills refills, long budget) {
        assertEquals(budget, refills.sum(), this::replay);
        assertTrue(refills.headAmount() >= Refills.MIN_BUDGET_TICKS, this::replay);
        for (int i = 1; i < refills.size(); i++) {
            assertTrue(
                    refills.time(i - 1) + refills.amount(i - 1) <= refills.time(i), this::replay);
        }
    }

    private void assertBandwidth(List<Use> uses, long budget, long period) {
        for (int first = 0; first < uses.size(); first++) {
            long begin = uses.get(first).from;
            long end = begin + period;
            long sum = 0;
            for (int i = first; i < uses.size() && uses.get(i).from < end; i++) {
                sum += Math.min(uses.get(i).to, end) - uses.get(i).from;
            }
            assertTrue(sum <= budget, this::replay);
        }
    }

    private String replay() {
        return "replay with -Datoll.seed=" + seed;
    }

    /** The same rules on a list, without any shortcut. */
    private static final class StepByStep {
        private final List<long[]> refills = new ArrayList<>();
        private final int capacity;
        private final long period;

        StepByStep(int capacity, long budget, long period) {
            this.capacity = capacity;
            this.period = period;
            refills.add(new long[] {0, budget});
        }

        void charge(long usage) {
            long used = usage;
            while (used >= refills.getFirst()[1]) {
                long[] head = refills.removeFirst();
                used -= head[1];
                schedule(head[0] + period, head[1]);
            }
            if (used > 0) {
                long[] head = refills.getFirst();
                head[1] -= used;
                head[0] += used;
                schedule(head[0] - used + period, used);
            }
            while (refills.getFirst()[1] < Refills.MIN_BUDGET_TICKS) {
                long[] head = refills.removeFirst();
                refills.getFirst()[0] -= head[1];
                refills.getFirst()[1] += head[1];
            }
        }

        private void schedule(long time, long amount) {
            long[] tail = refills.isEmpty() ? null : refills.getLast();
            if (tail != null && tail[0] + tail[1] >= time) {
                tail[1] += amount;
            } else if (refills.size() < capacity) {
                refills.add(new long[] {time, amount});
            } else {
                tail[0] = time - tail[1];
                tail[1] += amount;
            }
        }

        void unblock(long now) {
            if (refills.getFirst()[0] > now) {
                return;
            }
            refills.getFirst()[0] = now;
            while (refills.size() > 1
                    && refills.get(1)[0] <= refills.getFirst()[0] + refills.getFirst()[1]) {
                long[] head = refills.removeFirst();
                refills.getFirst()[0] = now;
                refills.getFirst()[1] += head[1];
            }
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("refills");
            refills.forEach(
                    refill -> text.append(' ').append(refill[0]).append('+').append(refill[1]));
            return text.toString();
        }
    }
}
