package io.atoll.cluster.pinned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Going to sleep and being woken, with work arriving in the worst moment. */
@Timeout(30)
class SleepFlagTest {
    /**
     * Work arrives between the sleeper's last look and its sleep.
     *
     * @return whether the sleeper woke by itself within two seconds
     */
    private static boolean wakesInTheWorstMoment(Sleep sleep, Runnable wake)
            throws InterruptedException {
        AtomicBoolean work = new AtomicBoolean();
        AtomicBoolean first = new AtomicBoolean(true);
        BooleanSupplier look =
                () -> {
                    boolean seen = work.get();
                    if (first.getAndSet(false)) {
                        // The look has found nothing; only now the work arrives.
                        work.set(true);
                        wake.run();
                    }
                    return seen;
                };
        Thread sleeper = new Thread(() -> sleep.until(look));
        sleeper.setDaemon(true);
        sleeper.start();
        boolean woke = sleeper.join(java.time.Duration.ofSeconds(2));
        LockSupport.unpark(sleeper);
        sleeper.join(TimeUnit.SECONDS.toMillis(10));
        return woke;
    }

    private interface Sleep {
        void until(BooleanSupplier hasWork);
    }

    @Test
    void shouldNotMissWorkThatArrivesAfterTheLastLook() throws InterruptedException {
        SleepFlag flag = new SleepFlag();
        assertTrue(wakesInTheWorstMoment(flag::sleepUntil, flag::wake));
    }

    /** The same with the two steps of going to sleep exchanged: look first, then raise the flag. */
    @Test
    void shouldMissItInTheBrokenTwin() throws InterruptedException {
        class BrokenFlag {
            private volatile Thread sleeper;

            void sleepUntil(BooleanSupplier hasWork) {
                while (!hasWork.getAsBoolean()) {
                    sleeper = Thread.currentThread();
                    LockSupport.park(this);
                }
                sleeper = null;
            }

            void wake() {
                Thread sleeping = sleeper;
                if (sleeping != null) {
                    LockSupport.unpark(sleeping);
                }
            }
        }
        BrokenFlag broken = new BrokenFlag();
        assertEquals(false, wakesInTheWorstMoment(broken::sleepUntil, broken::wake));
    }

    @Test
    void shouldLoseNoHandOverBetweenTwoThreads() throws InterruptedException {
        int rounds = 20_000;
        AtomicInteger turn = new AtomicInteger();
        SleepFlag[] flags = {new SleepFlag(), new SleepFlag()};
        Thread[] threads = new Thread[2];
        for (int side = 0; side < 2; side++) {
            int me = side;
            threads[me] =
                    new Thread(
                            () -> {
                                for (int i = 0; i < rounds; i++) {
                                    int mine = 2 * i + me;
                                    flags[me].sleepUntil(() -> turn.get() == mine);
                                    turn.incrementAndGet();
                                    flags[1 - me].wake();
                                }
                            });
            threads[me].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(2 * rounds, turn.get());
    }
}
