package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.InitialTask;
import io.atoll.cluster.MachineConfig;
import io.atoll.cluster.MachineConfig.ClusterConfig;
import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.cluster.simulated.trace.ComingEvent;
import io.atoll.cluster.simulated.trace.EventLog;
import io.atoll.cluster.simulated.trace.Standstill;
import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A machine that stands still between two events, and is looked at there: two clusters of two
 * cores, whose cores call one another and ring at the other cluster.
 */
@Timeout(60)
class StandingMachineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LINE = InterruptLines.FIRST_USER;
    private static final long EMPTY = MessageInfo.of(0, 0);
    private static final int ROUNDS = 5;

    private static InitialTask programs() {
        return (cluster, bootInfo) ->
                sel4 -> {
                    Task task = new Task(sel4, bootInfo);
                    task.isLeastUrgent();
                    long endpoint = task.object(ObjectType.ENDPOINT, 0);
                    long reply = task.object(ObjectType.REPLY, 0);
                    task.thread(1, 100, own -> serve(own, endpoint, reply));
                    long handler = task.listenAndAcknowledge(LINE);
                    long bell = task.doorbell(2 * (1 - cluster), LINE);
                    for (int i = 0; i < ROUNDS; i++) {
                        sel4.compute(2_000 + 700 * cluster);
                        sel4.call(endpoint, EMPTY);
                        sel4.send(bell, EMPTY);
                        sel4.await(task.listening());
                        sel4.irqHandler(handler).ack().orThrow();
                    }
                    sel4.debugPutString("cluster " + cluster + " is done\n");
                };
    }

    private static void serve(Sel4 own, long endpoint, long reply) {
        own.recv(endpoint, reply);
        while (true) {
            own.compute(500);
            own.replyRecv(endpoint, EMPTY, reply);
        }
    }

    private static final List<ClusterConfig> CLUSTERS =
            List.of(
                    new ClusterConfig(List.of(new CoreConfig(0, -1), new CoreConfig(1, -1))),
                    new ClusterConfig(List.of(new CoreConfig(2, -1), new CoreConfig(3, -1))));

    /** A run and where it stands still. */
    private static final class Run implements AutoCloseable {
        final Standstill stops;
        final SimulatedMachine machine;

        Run(Place first) throws InterruptedException {
            stops = new Standstill(first);
            EventLog log = new EventLog();
            log.stopBy(stops);
            Simulation simulation = Simulation.of(7, (_, _) -> Distance.SAME_L2).recordedIn(log);
            machine =
                    new SimulatedMachine(
                            MachineConfig.of(CLUSTERS)
                                    .withMemoryBytes(1 << 20)
                                    .withRootCNodeSizeBits(8),
                            simulation);
            machine.boot(programs());
            awaitStop();
        }

        void goOn(Place to) throws InterruptedException {
            stops.goOn(to);
            awaitStop();
        }

        private void awaitStop() throws InterruptedException {
            assertTrue(stops.await(PATIENCE), "still running");
        }

        long hash() {
            return machine.eventHash().value();
        }

        @Override
        public void close() {
            machine.close();
        }
    }

    private static long hashAtEnd(Place stops, Consumer<Run> look) throws InterruptedException {
        try (Run run = new Run(stops)) {
            while (!run.stops.isAtEnd()) {
                look.accept(run);
                run.goOn(stops);
            }
            return run.hash();
        }
    }

    private static void lookAtAll(Run run) {
        StandingMachine standing = run.machine.standing();
        List<ThreadView> threads = standing.threads();
        assertEquals(4, threads.stream().filter(ThreadView::isCurrent).count());
        for (ThreadView thread : threads) {
            assertFalse(standing.details(thread.name()).isEmpty());
            standing.frames(thread.name());
            standing.capabilities(thread.name());
            standing.blockedState(thread.core(), thread.name());
            standing.addressSpace(thread.name(), 0x1000, 64);
        }
        standing.scheduler(0);
        standing.scheduler(1);
        standing.doorbells();
        assertEquals(4, standing.cores().size());
        run.machine.state();
        run.machine.waiting();
    }

    @Test
    void shouldComeToTheSameEndHoweverOftenItStandsStillAndWhateverIsLookedAt()
            throws InterruptedException {
        long undisturbed = hashAtEnd(Place.END, _ -> {});

        assertEquals(
                undisturbed,
                hashAtEnd(next -> next.number() % 7 == 0, StandingMachineTest::lookAtAll));
    }

    /** The broken twin: whoever looks changes something, if only an interrupt line. */
    @Test
    void shouldComeToAnotherEndIfWhoLooksTouchesTheMachine() throws InterruptedException {
        long undisturbed = hashAtEnd(Place.END, _ -> {});

        assertNotEquals(
                undisturbed,
                hashAtEnd(
                        Place.afterEvents(20),
                        run -> {
                            if (run.stops.next().number() == 40) {
                                run.machine.cluster(0).image().core(0).interrupts.raise(LINE + 1);
                            }
                        }));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 77})
    void shouldStopBeforeTheEvent(int events) throws InterruptedException {
        try (Run run = new Run(Place.afterEvents(events))) {
            assertEquals(events, run.machine.eventHash().count());
            assertEquals(events + 1, run.stops.next().number());
            ComingEvent last = run.stops.last();
            if (events == 0) {
                assertNull(last);
            } else {
                assertEquals(events, last.number());
            }
        }
    }

    @Test
    void shouldStopBeforeTheFirstEventAtATime() throws InterruptedException {
        try (Run run = new Run(Place.atCycles(20_000))) {
            assertTrue(run.stops.next().cycles() >= 20_000);
            assertTrue(run.stops.last().cycles() < 20_000);
        }
    }

    @Test
    void shouldStandStillAtTheEnd() throws InterruptedException {
        try (Run run = new Run(Place.END)) {
            assertTrue(run.stops.isAtEnd());
            assertNull(run.stops.next());
            assertEquals(SimulationEnd.IDLE, run.machine.end());
            assertEquals(List.of(), run.machine.standing().doorbells());
        }
    }

    @Test
    void shouldNotGoOnWhileItGoesOn() {
        Standstill stops = new Standstill(Place.END);

        assertThrows(IllegalStateException.class, () -> stops.goOn(Place.END));
    }

    @Test
    void shouldBeClosedWhereverItStands() throws InterruptedException {
        for (int events = 0; events < 100; events += 9) {
            new Run(Place.afterEvents(events)).close();
        }
    }

    @Test
    void shouldShowADoorbellUntilItIsAcknowledged() throws InterruptedException {
        List<String> states = new ArrayList<>();
        hashAtEnd(
                _ -> true,
                run ->
                        run.machine.standing().doorbells().stream()
                                .filter(bell -> bell.core() == 2 && bell.line() == LINE)
                                .map(UnheardDoorbell::state)
                                .filter(
                                        state ->
                                                states.isEmpty() || !states.getLast().equals(state))
                                .forEach(states::add));

        assertEquals("on its way", states.getFirst());
        assertTrue(states.contains("raised, and not taken yet"), states::toString);
        assertTrue(states.contains("taken, not acknowledged yet"), states::toString);
    }

    @Test
    void shouldShowTheFramesOfWhoRunsAndOfWhoWaits() throws InterruptedException {
        try (Run run = new Run(next -> next.what().equals("doorbell"))) {
            StandingMachine standing = run.machine.standing();
            for (ThreadView thread : standing.threads()) {
                boolean isProgram = !thread.name().equals("idle");
                assertEquals(
                        isProgram,
                        standing.frames(thread.name()).stream()
                                .anyMatch(
                                        frame ->
                                                frame.getClassName()
                                                        .equals(
                                                                StandingMachineTest.class
                                                                        .getName())),
                        () -> thread + ": " + standing.frames(thread.name()));
                assertTrue(
                        standing.frames(thread.name()).stream()
                                .noneMatch(
                                        frame ->
                                                frame.getClassName()
                                                        .equals(Standstill.class.getName())),
                        "how it is kept from going on is nothing of the program's");
            }
        }
    }

    /** Every thread that has a stack has its own frames, and nobody else's, at every event. */
    @Test
    void shouldNeverMixFramesOfDifferentStacks() throws InterruptedException {
        hashAtEnd(
                next -> next.number() % 3 == 0,
                run -> {
                    StandingMachine standing = run.machine.standing();
                    for (ThreadView thread : standing.threads()) {
                        long programs =
                                standing.frames(thread.name()).stream()
                                        .filter(frame -> frame.getMethodName().equals("serve"))
                                        .count();
                        assertTrue(programs <= 1, () -> "" + standing.frames(thread.name()));
                    }
                });
    }
}
