package io.atoll.kernel.multicore;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.LockingDiscipline;
import io.atoll.kernel.check.InvariantChecker;
import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.testing.HostThreads;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Two cores on two host threads do everything to one another that they can, for a while; nothing is
 * lost, nobody waits for ever, and at quiet points all invariants hold. In the build half a minute
 * for both disciplines together; the long form, ten minutes each:
 *
 * <pre>
 *   mvn test -pl kernel-core -Dtest=SoakTest -Datoll.soak.seconds=600
 * </pre>
 *
 * A failure prints its seed; {@code -Datoll.seed=N} draws the same again, though real cores will
 * not interleave in the same way twice.
 */
class SoakTest {
    private static final int SECONDS = Integer.getInteger("atoll.soak.seconds", 3);
    private static final long SEED =
            Long.getLong("atoll.seed", ThreadLocalRandom.current().nextLong(1L << 32));

    /** A flow that does not get on for so long has lost something. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @ParameterizedTest
    @EnumSource(names = {"LOCK_FREE_FASTPATH", "BIG_LOCK"})
    void shouldLoseNothing(LockingDiscipline locking) throws InterruptedException {
        Soak soak = new Soak(SEED);
        HostThreads machine = new HostThreads(KernelConfig.named("soak").withLocking(locking), 2);
        QuietPoints quiet = new QuietPoints(machine);
        machine.betweenDispatches(quiet::check).start(soak::build);
        String stuck = null;
        try {
            stuck = watch(soak, machine);
        } finally {
            String dump = stuck == null ? "" : dump(machine);
            try {
                machine.stop();
            } catch (AssertionError failure) {
                throw new AssertionError(replay() + soak.flows() + dump, failure);
            }
            assertFalse(stuck != null, () -> replay() + stuckText(soak, dump));
        }
        System.out.printf(
                "soak, %s, seed %d: %s, %d checks%n", locking, SEED, soak.flows(), quiet.checks);
    }

    private static String stuckText(Soak soak, String dump) {
        return "a flow does not get on: " + soak.flows() + "\n" + dump;
    }

    private static String replay() {
        return "replay: mvn test -pl kernel-core -Dtest=SoakTest -Datoll.seed=%d -Datoll.soak.seconds=%d: "
                .formatted(SEED, SECONDS);
    }

    /** Returns the flow that is stuck, or null when time is over. */
    private static String watch(Soak soak, HostThreads machine) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long[] counts = new long[64];
        long[] since = new long[64];
        boolean allMoved = false;
        while ((System.nanoTime() < end || !allMoved) && !machine.hasFailed()) {
            TimeUnit.MILLISECONDS.sleep(50); // between two looks; nothing waits for it
            List<Soak.Flow> flows = soak.isRunning() ? soak.flows() : List.of();
            allMoved = soak.isRunning();
            for (int i = 0; i < flows.size(); i++) {
                long count = flows.get(i).count;
                allMoved &= count > 0;
                if (count != counts[i] || since[i] == 0) {
                    counts[i] = count;
                    since[i] = System.nanoTime();
                } else if (System.nanoTime() - since[i] > PATIENCE_NANOS) {
                    return flows.get(i).name;
                }
            }
        }
        return null;
    }

    /** What everybody waits for; the image may be changing meanwhile. */
    private static String dump(HostThreads machine) {
        return KernelDebug.scheduler(machine.image());
    }

    /** Has the image to itself now and then, and checks it. */
    private static final class QuietPoints {
        private final InvariantChecker checker;
        private long nextNanos = System.nanoTime();
        private long checks;

        QuietPoints(HostThreads machine) {
            checker = new InvariantChecker(machine.image());
        }

        void check(Core core) {
            if (core.index != 0 || System.nanoTime() < nextNanos) {
                return;
            }
            core.enterKernel();
            try {
                checker.check();
            } finally {
                core.leaveKernel();
            }
            checks++;
            nextNanos = System.nanoTime() + CHECK_NANOS;
        }
    }
}
