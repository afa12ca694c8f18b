package io.atoll.cluster.pinned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.IdleStrategy;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineObserver;
import io.atoll.cluster.SharedRegion;
import io.atoll.cluster.memory.MemoryMap;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.KernelPanic;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Untyped;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(60)
class PinnedMachineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LINE = 5;
    private static final StackfulProgram NOTHING = sel4 -> {};

    private static final MachineConfig TWO_CLUSTERS = twoClusters().withMemoryBytes(1 << 20);

    private long regionsBefore;

    /** Two clusters, on a CPU of their own each if there are two. */
    private static MachineConfig twoClusters() {
        BitSet allowed = CpuAffinity.allowed();
        int first = allowed.nextSetBit(0);
        int second = allowed.nextSetBit(first + 1);
        return second < 0 ? MachineConfig.onCpus(-1, -1) : MachineConfig.onCpus(first, second);
    }

    @BeforeEach
    void countRegions() {
        regionsBefore = MemoryMap.liveRegions();
    }

    @AfterEach
    void shouldLeakNoRegion() {
        assertEquals(regionsBefore, MemoryMap.liveRegions());
    }

    /** What these tests' initial tasks do again and again. */
    private record Task(Sel4 sel4, BootInfo bootInfo) {
        CNode root() {
            return sel4.cnode(InitCaps.CNODE);
        }

        long slot(int index) {
            return bootInfo.empty().start() + index;
        }

        Untyped memory() {
            for (int i = 0; i < bootInfo.untypedList().size(); i++) {
                if (bootInfo.untypedList().get(i).sizeBits() >= 16) {
                    return sel4.untyped(bootInfo.untyped().start() + i);
                }
            }
            throw new IllegalStateException("no untyped of 64 KiB");
        }

        /** A notification that {@link #LINE} signals. */
        Notification interruptNotification() {
            memory().retype(ObjectType.NOTIFICATION, 0, root(), slot(0), 1).orThrow();
            sel4.irqControl(InitCaps.IRQ_CONTROL).get(LINE, root().slot(slot(1))).orThrow();
            Notification made = sel4.notification(slot(0));
            sel4.irqHandler(slot(1)).setNotification(made).orThrow();
            return made;
        }

        void acknowledge() {
            sel4.irqHandler(slot(1)).ack().orThrow();
        }

        /** Lets a second line signal the notification too, with a badge. */
        void listenAlsoTo(int line, long badge) {
            root().slot(slot(6)).mint(root().slot(slot(0)), CapRights.ALL, badge).orThrow();
            sel4.irqControl(InitCaps.IRQ_CONTROL).get(line, root().slot(slot(7))).orThrow();
            sel4.irqHandler(slot(7)).setNotification(sel4.notification(slot(6))).orThrow();
        }

        void issueDoorbell(int machineCore, int line) {
            sel4.irqControl(InitCaps.IRQ_CONTROL)
                    .issueSgiSignal(line, machineCore, root().slot(slot(2)))
                    .orThrow();
        }

        void ring() {
            sel4.sgiSignal(slot(2)).signal();
        }

        MemorySegment map(String region, long vaddr) {
            ClusterBootInfo machine = bootInfo.extra(ClusterBootInfo.class);
            sel4.untyped(machine.untypedOf(bootInfo, region))
                    .retype(ObjectType.SMALL_PAGE, 0, root(), slot(3), 1)
                    .orThrow();
            sel4.frame(slot(3))
                    .map(sel4.vspace(InitCaps.VSPACE), vaddr, CapRights.READ_WRITE)
                    .orThrow();
            return sel4.memory().window(vaddr, 4096);
        }
    }

    @Nested
    class Boot {
        @Test
        void shouldTellEachClusterWhereItIs() throws InterruptedException {
            var told = new ConcurrentLinkedQueue<String>();
            try (PinnedMachine machine = new PinnedMachine(TWO_CLUSTERS)) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    ClusterBootInfo info = bootInfo.extra(ClusterBootInfo.class);
                                    told.add(
                                            cluster
                                                    + " is "
                                                    + info.cluster()
                                                    + " of "
                                                    + info.clusterCores());
                                });
                assertTrue(machine.awaitIdle(PATIENCE));
            }
            assertEquals(Set.of("0 is 0 of [[0], [1]]", "1 is 1 of [[0], [1]]"), Set.copyOf(told));
        }

        @Test
        void shouldRunEachCoreOnItsCpu() throws InterruptedException {
            var cpus = new ConcurrentLinkedQueue<String>();
            try (PinnedMachine machine = new PinnedMachine(TWO_CLUSTERS)) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> cpus.add(cluster + "" + CpuAffinity.ofCurrentThread()));
                assertTrue(machine.awaitIdle(PATIENCE));
            }
            for (int i = 0; i < 2; i++) {
                int cpu = TWO_CLUSTERS.clusters().get(i).cores().getFirst().hostCpu();
                if (cpu >= 0) {
                    assertTrue(cpus.contains(i + "{" + cpu + "}"), cpus.toString());
                }
            }
        }

        @Test
        void shouldFailInTheBootingThreadIfAnInitialTaskCannotBeMade() {
            PinnedMachine machine = new PinnedMachine(TWO_CLUSTERS);
            IllegalStateException thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    machine.boot(
                                            (cluster, bootInfo) -> {
                                                if (cluster == 1) {
                                                    throw new IllegalArgumentException("no task");
                                                }
                                                return NOTHING;
                                            }));
            assertEquals(
                    "cluster 1 did not boot: java.lang.IllegalArgumentException: no task",
                    thrown.getMessage());
        }

        @Test
        void shouldRefuseASecondBoot() {
            try (PinnedMachine machine = new PinnedMachine(TWO_CLUSTERS)) {
                machine.boot((cluster, bootInfo) -> NOTHING);
                assertThrows(
                        IllegalStateException.class,
                        () -> machine.boot((cluster, bootInfo) -> NOTHING));
            }
        }

        @Test
        void shouldBootStopAndRestartAHundredTimesWithoutALeak() throws InterruptedException {
            int threadsBefore = threadsOfMachines();
            MachineConfig config =
                    TWO_CLUSTERS.withRegions(
                            List.of(new SharedRegion("shared", 4096, Set.of(0, 1))));
            AtomicInteger tasks = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                try (PinnedMachine machine = new PinnedMachine(config)) {
                    machine.boot((cluster, bootInfo) -> sel4 -> tasks.incrementAndGet());
                    assertTrue(machine.awaitIdle(PATIENCE));
                }
            }
            assertEquals(200, tasks.get());
            assertEquals(regionsBefore, MemoryMap.liveRegions());
            assertEquals(threadsBefore, threadsOfMachines());
        }

        private static int threadsOfMachines() {
            return (int)
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("atoll-"))
                            .count();
        }
    }

    @Nested
    class Doorbells {
        @ParameterizedTest
        @EnumSource(IdleStrategy.class)
        void shouldCrossClustersThereAndBack(IdleStrategy strategy) throws InterruptedException {
            int rounds = 500;
            AtomicInteger counted = new AtomicInteger();
            MachineConfig config = TWO_CLUSTERS.withIdleStrategy(strategy);
            try (PinnedMachine machine = new PinnedMachine(config)) {
                AtomicInteger ready = new AtomicInteger();
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    Task task = new Task(sel4, bootInfo);
                                    Notification notification = task.interruptNotification();
                                    task.issueDoorbell(1 - cluster, LINE);
                                    ready.incrementAndGet();
                                    while (ready.get() < 2) {
                                        Thread.onSpinWait();
                                    }
                                    for (int i = 0; i < rounds; i++) {
                                        if (cluster == 0) {
                                            task.ring();
                                        }
                                        notification.await();
                                        task.acknowledge();
                                        counted.incrementAndGet();
                                        if (cluster == 1) {
                                            task.ring();
                                        }
                                    }
                                });
                assertTrue(machine.awaitIdle(PATIENCE));
            }
            assertEquals(2 * rounds, counted.get());
        }

        /** From the first ring to its acknowledgement all further ones become one. */
        @Test
        void shouldCoalesceUntilAcknowledged() throws InterruptedException {
            AtomicInteger woken = new AtomicInteger();
            AtomicInteger phase = new AtomicInteger();
            try (PinnedMachine machine = new PinnedMachine(TWO_CLUSTERS)) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    Task task = new Task(sel4, bootInfo);
                                    if (cluster == 0) {
                                        task.issueDoorbell(1, LINE);
                                        awaitPhase(phase, 1); // the other listens
                                        task.ring();
                                        awaitPhase(phase, 2); // and has heard
                                        for (int i = 0; i < 100; i++) {
                                            task.ring();
                                        }
                                        phase.set(3);
                                        return;
                                    }
                                    Notification notification = task.interruptNotification();
                                    phase.set(1);
                                    notification.await();
                                    woken.incrementAndGet();
                                    phase.set(2);
                                    awaitPhase(phase, 3);
                                    task.acknowledge();
                                    while (true) {
                                        notification.await();
                                        woken.incrementAndGet();
                                        task.acknowledge();
                                    }
                                });
                assertTrue(machine.awaitIdle(PATIENCE));
            }
            assertEquals(2, woken.get());
        }

        /** Who has a doorbell can ring one line of one core, and says nothing but that. */
        @Test
        void shouldReachOnlyTheCoreAndTheLineOfItsCapability() throws InterruptedException {
            var heard = new ConcurrentLinkedQueue<String>();
            AtomicInteger listening = new AtomicInteger();
            try (PinnedMachine machine =
                    new PinnedMachine(MachineConfig.onCpus(-1, -1, -1).withMemoryBytes(1 << 20))) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    Task task = new Task(sel4, bootInfo);
                                    if (cluster == 0) {
                                        task.issueDoorbell(1, LINE + 1);
                                        awaitPhase(listening, 2);
                                        sel4.ipc().mr(0, 77);
                                        sel4.send(task.slot(2), MessageInfo.of(5, 1));
                                        return;
                                    }
                                    Notification one = task.interruptNotification();
                                    task.listenAlsoTo(LINE + 1, 2);
                                    listening.incrementAndGet();
                                    one.await();
                                    heard.add(cluster + ": badge " + sel4.ipc().senderBadge());
                                });
                assertTrue(machine.awaitIdle(PATIENCE));
            }
            assertEquals(List.of("1: badge 2"), List.copyOf(heard));
        }

        private static void awaitPhase(AtomicInteger phase, int wanted) {
            while (phase.get() < wanted) {
                Thread.onSpinWait();
            }
        }
    }

    @Nested
    class SharedMemory {
        @Test
        void shouldShowOneClusterWhatAnotherWrote() throws InterruptedException {
            AtomicLong read = new AtomicLong();
            MachineConfig config =
                    TWO_CLUSTERS.withRegions(
                            List.of(
                                    new SharedRegion("for one", 4096, Set.of(0)),
                                    new SharedRegion("for both", 4096, Set.of(0, 1))));
            CountDownLatch written = new CountDownLatch(1);
            AtomicInteger regionsOfOne = new AtomicInteger();
            try (PinnedMachine machine = new PinnedMachine(config)) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    MemorySegment shared =
                                            new Task(sel4, bootInfo).map("for both", 0x10_0000);
                                    if (cluster == 0) {
                                        shared.set(ValueLayout.JAVA_LONG, 8, 42);
                                        written.countDown();
                                    } else {
                                        awaitQuietly(written);
                                        read.set(shared.get(ValueLayout.JAVA_LONG, 8));
                                        regionsOfOne.set(
                                                bootInfo.extra(ClusterBootInfo.class)
                                                        .regions()
                                                        .size());
                                    }
                                });
                assertTrue(machine.awaitIdle(PATIENCE));
            }
            assertEquals(42, read.get());
            assertEquals(1, regionsOfOne.get(), "cluster 1 sees only what is meant for it");
        }
    }

    @Nested
    class Isolation {
        @Test
        void shouldNotBeHarmedByAProgramThatThrowsInAnotherCluster() throws InterruptedException {
            AtomicInteger survivors = new AtomicInteger();
            AtomicReference<Throwable> heard = new AtomicReference<>();
            MachineConfig config =
                    TWO_CLUSTERS.withObserver(
                            cluster ->
                                    new KernelObserver() {
                                        @Override
                                        public void userException(String thread, Throwable thrown) {
                                            heard.set(thrown);
                                        }
                                    });
            RuntimeException crash = new RuntimeException("crash");
            try (PinnedMachine machine = new PinnedMachine(config)) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    if (cluster == 0) {
                                        throw crash;
                                    }
                                    survivors.incrementAndGet();
                                });
                assertTrue(machine.awaitIdle(PATIENCE));
                assertNull(machine.cluster(0).failure(), "its kernel goes on");
            }
            assertSame(crash, heard.get());
            assertEquals(1, survivors.get());
        }

        @Test
        void shouldStopOneImageLoudlyWhenItsKernelIsBroken() throws InterruptedException {
            AtomicInteger survivors = new AtomicInteger();
            AtomicReference<String> heard = new AtomicReference<>();
            MachineObserver observer =
                    new MachineObserver() {
                        @Override
                        public KernelObserver kernel(int cluster) {
                            // An observer that throws is a broken kernel: it is called from within.
                            return new KernelObserver() {
                                @Override
                                public void threadExited(String thread) {
                                    if (cluster == 0) {
                                        throw new IllegalStateException("broken");
                                    }
                                }
                            };
                        }

                        @Override
                        public void clusterFailed(int cluster, Throwable failure) {
                            heard.set(cluster + " " + failure.getClass().getSimpleName());
                        }
                    };
            try (PinnedMachine machine = new PinnedMachine(TWO_CLUSTERS.withObserver(observer))) {
                machine.boot((cluster, bootInfo) -> sel4 -> survivors.incrementAndGet());
                assertTrue(machine.awaitIdle(PATIENCE));
                assertInstanceOf(KernelPanic.class, machine.cluster(0).failure());
                assertNull(machine.cluster(1).failure());
            }
            assertEquals("0 KernelPanic", heard.get());
            assertEquals(2, survivors.get());
        }
    }

    @Nested
    class Idle {
        @Test
        void shouldNotBeIdleWhileAProgramRuns() throws InterruptedException {
            AtomicInteger goOn = new AtomicInteger();
            try (PinnedMachine machine = new PinnedMachine(TWO_CLUSTERS)) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    while (cluster == 0 && goOn.get() == 0) {
                                        sel4.preemptionPoint();
                                    }
                                });
                assertEquals(false, machine.awaitIdle(Duration.ofMillis(50)));
                goOn.set(1);
                assertTrue(machine.awaitIdle(PATIENCE));
            }
        }

        /** Nothing runs while it waits for its next refill, and yet all is not over. */
        @ParameterizedTest
        @EnumSource(IdleStrategy.class)
        void shouldNotBeIdleWhileAThreadWaitsForItsBudget(IdleStrategy strategy)
                throws InterruptedException {
            AtomicInteger done = new AtomicInteger();
            MachineConfig config =
                    MachineConfig.onCpus(-1).withMemoryBytes(1 << 20).withIdleStrategy(strategy);
            try (PinnedMachine machine = new PinnedMachine(config)) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 ->
                                        startEqual(
                                                new Task(sel4, bootInfo),
                                                1_000,
                                                20_000,
                                                other -> {
                                                    long end = other.readClock() + 100_000_000;
                                                    while (other.readClock() < end) {
                                                        other.preemptionPoint();
                                                    }
                                                    done.set(1);
                                                }));
                assertTrue(machine.awaitIdle(PATIENCE));
                assertEquals(1, done.get());
            }
        }
    }

    @Nested
    class Stop {
        @Test
        void shouldStopAProgramThatPolls() {
            CountDownLatch running = new CountDownLatch(1);
            try (PinnedMachine machine = new PinnedMachine(TWO_CLUSTERS)) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    while (true) {
                                        sel4.preemptionPoint();
                                        running.countDown();
                                    }
                                });
                awaitQuietly(running);
            }
        }

        @Test
        void shouldNameWhoDoesNotStopAndFreeAllOnceItDoes() throws InterruptedException {
            CountDownLatch running = new CountDownLatch(2);
            AtomicInteger release = new AtomicInteger();
            PinnedMachine machine = new PinnedMachine(TWO_CLUSTERS, Duration.ofMillis(100));
            machine.boot(
                    (cluster, bootInfo) ->
                            sel4 -> {
                                sel4.debugNameThread(InitCaps.TCB, "task-" + cluster);
                                running.countDown();
                                while (cluster == 1 && release.get() == 0) {
                                    Thread.onSpinWait(); // never a system call
                                }
                            });
            awaitQuietly(running);
            assertEquals(
                    "a program did not come to a system call within 0.100 s: 'task-1' on cluster 1;"
                            + " until it does, its thread and the machine's memory stay",
                    assertThrows(IllegalStateException.class, machine::close).getMessage());
            assertTrue(MemoryMap.liveRegions() > regionsBefore, "memory freed under a program");
            assertEquals(1, coresOfMachines(), "the other core has stopped");
            machine.close(); // closing again changes nothing

            release.set(1);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (MemoryMap.liveRegions() > regionsBefore || coresOfMachines() > 0) {
                assertTrue(System.nanoTime() < end, "the last core does not clean up");
                Thread.sleep(1);
            }
        }

        private static long coresOfMachines() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("atoll-"))
                    .count();
        }
    }

    @Nested
    class Timer {
        @Test
        void shouldEndTheSliceOfAProgramThatOnlyComputes() throws InterruptedException {
            AtomicInteger order = new AtomicInteger();
            try (PinnedMachine machine =
                    new PinnedMachine(MachineConfig.onCpus(-1).withMemoryBytes(1 << 20))) {
                machine.boot(
                        (cluster, bootInfo) ->
                                sel4 -> {
                                    Task task = new Task(sel4, bootInfo);
                                    startEqual(
                                            task, 1_000, 1_000, other -> order.compareAndSet(0, 1));
                                    while (order.get() == 0) {
                                        sel4.preemptionPoint();
                                    }
                                });
                assertTrue(machine.awaitIdle(PATIENCE));
            }
            assertEquals(1, order.get(), "the other thread of the same priority got the core");
        }
    }

    @Nested
    class Configuration {
        @Test
        void shouldForceBackOffAndWarnWhenCoresShareACpu() throws InterruptedException {
            int cpu = CpuAffinity.allowed().nextSetBit(0);
            MachineConfig config =
                    MachineConfig.onCpus(cpu, cpu)
                            .withMemoryBytes(1 << 20)
                            .withIdleStrategy(IdleStrategy.SPIN);
            AtomicInteger tasks = new AtomicInteger();
            try (PinnedMachine machine = new PinnedMachine(config)) {
                assertEquals(IdleStrategy.BACK_OFF, machine.idleStrategy());
                assertEquals(1, machine.warnings().size());
                assertTrue(
                        machine.warnings().getFirst().contains("take turns"),
                        machine.warnings().getFirst());
                machine.boot((cluster, bootInfo) -> sel4 -> tasks.incrementAndGet());
                assertTrue(machine.awaitIdle(PATIENCE));
            }
            assertEquals(2, tasks.get());
        }

        @Test
        void shouldPinNobodyWhenThereAreMoreCoresThanCpus() throws InterruptedException {
            BitSet allowed = CpuAffinity.allowed();
            int[] cpus = new int[allowed.cardinality() + 1];
            java.util.Arrays.fill(cpus, allowed.nextSetBit(0));
            var where = new ConcurrentLinkedQueue<BitSet>();
            try (PinnedMachine machine =
                    new PinnedMachine(MachineConfig.onCpus(cpus).withMemoryBytes(1 << 20))) {
                machine.boot(
                        (cluster, bootInfo) -> sel4 -> where.add(CpuAffinity.ofCurrentThread()));
                assertTrue(machine.awaitIdle(PATIENCE));
            }
            assertEquals(cpus.length, where.size());
            assertEquals(Set.of(allowed), Set.copyOf(where));
        }

        @Test
        void shouldForceBackOffAndWarnWhenThereAreMoreCoresThanCpus() {
            int[] unpinned = new int[CpuAffinity.allowed().cardinality() + 1];
            java.util.Arrays.fill(unpinned, -1);
            MachineConfig config =
                    MachineConfig.onCpus(unpinned)
                            .withMemoryBytes(1 << 20)
                            .withIdleStrategy(IdleStrategy.SPIN);
            try (PinnedMachine machine = new PinnedMachine(config)) {
                assertEquals(IdleStrategy.BACK_OFF, machine.idleStrategy());
                assertEquals(1, machine.warnings().size());
                assertTrue(
                        machine.warnings().getFirst().contains("take turns"),
                        machine.warnings().getFirst());
            }
        }
    }

    /** Starts a thread of the initial task's priority. */
    private static void startEqual(
            Task task, long budgetMicros, long periodMicros, StackfulProgram program) {
        Sel4 sel4 = task.sel4();
        long tcb = task.slot(4);
        long context = task.slot(5);
        task.memory().retype(ObjectType.TCB, 0, task.root(), tcb, 1).orThrow();
        task.memory().retype(ObjectType.SCHED_CONTEXT, 8, task.root(), context, 1).orThrow();
        sel4.schedControl(task.bootInfo().schedControl().start())
                .configure(sel4.schedContext(context), budgetMicros, periodMicros, 0, 0, 0)
                .orThrow();
        sel4.tcb(tcb).configure(task.root(), 0, sel4.vspace(InitCaps.VSPACE), 0, 0, null).orThrow();
        sel4.tcb(tcb)
                .setSchedParams(sel4.tcb(InitCaps.TCB), 255, 255, sel4.schedContext(context), null)
                .orThrow();
        sel4.tcb(tcb)
                .writeRegisters(true, io.atoll.kernel.api.UserContext.at(sel4.entryPoint(program)))
                .orThrow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
