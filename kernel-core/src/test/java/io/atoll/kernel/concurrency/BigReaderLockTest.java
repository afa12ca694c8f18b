package io.atoll.kernel.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Who waits for whom. That nobody meets anybody is proved in the module concurrency-tests. */
@Timeout(60)
class BigReaderLockTest {
    private static final int ROUNDS = 200;

    private final BigReaderLock lock = new BigReaderLock(3);

    private void read(Runnable inside) {
        lock.read(1);
        inside.run();
        lock.endRead(1);
    }

    private void write(int core, Runnable inside) {
        lock.write(core);
        inside.run();
        lock.endWrite(core);
    }

    @Test
    void shouldLetAReaderInThatWaitedBeforeTheNextHolder() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            lock.write(0);
            Thread reader = Thread.ofPlatform().start(() -> read(() -> order.add("reader")));
            Thread holder = Thread.ofPlatform().start(() -> write(2, () -> order.add("holder")));
            while (!lock.isWaiting(1)) {
                Thread.yield();
            }
            lock.endWrite(0);
            reader.join();
            holder.join();

            assertEquals(List.of("reader", "holder"), order);
        }
    }

    @Test
    void shouldLetAHolderInThroughAStreamOfReaders() throws InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();
        Thread readers =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!isOver.get()) {
                                        read(reads::incrementAndGet);
                                    }
                                });
        for (int round = 0; round < ROUNDS; round++) {
            long before = reads.get();
            while (reads.get() == before) {
                Thread.yield();
            }
            write(0, () -> {});
        }
        isOver.set(true);
        readers.join();

        assertTrue(reads.get() >= ROUNDS);
    }
}
