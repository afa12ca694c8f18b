package io.atoll.kernel.random;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4Exception;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.capability.Capability;
import io.atoll.kernel.capability.EndpointCapability;
import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * One random program: some threads that make random calls, and the initial task above them, which
 * does the same and now and then sets going what came to rest. The work is cut into rounds, for
 * threads that never wait would otherwise never let the initial task run.
 */
final class RandomSystem {
    static final int ROOT_BITS = 9;

    private static final int THREADS = 6;
    private static final int OPERATIONS_OF_A_ROUND = 40;

    /** Nobody gets above: the initial task must always get the core back. */
    private static final int MAXIMUM_PRIORITY = 200;

    private final TestImage image;
    private final Random random;
    private final AnswerLog log = new AnswerLog();
    private int operationsLeft;
    private int roundLeft;

    // Set once the initial task runs.
    private World world;
    private ThreadObject initial;
    private Supplies supplies;
    private final List<Tcb> threads = new ArrayList<>();
    private Notification rest;
    private long[] entryPoints;

    /** The operations of a fuzzer's program; null for one whose choices follow from one seed. */
    private final Operations operations;

    private IntConsumer sabotage;

    /** The initial task came to its end, and had lost nothing. */
    private boolean isWhole;

    /** What the first slots of the root CNode held when the operations began. */
    private Capability[] needed = {};

    RandomSystem(KernelConfig config, long seed, int operations) {
        this.image = new TestImage(config);
        this.random = new Random(seed);
        this.operationsLeft = operations;
        this.operations = null;
    }

    RandomSystem(KernelConfig config, Operations operations) {
        this.image = new TestImage(config);
        this.random = new Random(0);
        this.operations = operations;
    }

    /** Is told of each operation before it is made; null for nobody. */
    void sabotage(IntConsumer saboteur) {
        sabotage = saboteur;
    }

    /** All threads as they are now. */
    String threads() {
        return KernelDebug.scheduler(image.image());
    }

    long systemCalls() {
        return image.checkedCalls();
    }

    /** See {@link TestImage#checkingSwitchesOnly}. */
    RandomSystem checkingSwitchesOnly() {
        image.checkingSwitchesOnly();
        return this;
    }

    AnswerLog log() {
        return log;
    }

    Supplies supplies() {
        return supplies;
    }

    /** Where threads wait for the next round. */
    long rest() {
        return rest.cptr();
    }

    /** Program counters worth setting. */
    long entryPoint(Random chooser) {
        return entryPoints[chooser.nextInt(entryPoints.length)];
    }

    /** A thread that nobody can delete. */
    long thread(Random chooser) {
        return threads.get(chooser.nextInt(threads.size())).cptr();
    }

    long schedControl() {
        return world.schedControl().cptr();
    }

    /** Whether a Call of what a slot of the root CNode holds never blocks. */
    boolean isKernelObject(long cptr) {
        var slot = image.image().roots().rootCNode().slots.get((int) cptr);
        return !(slot.capability instanceof EndpointCapability);
    }

    /**
     * Takes one operation of the round; false if there is none left.
     *
     * @param chooser makes its choices
     */
    boolean takeOperation(Random chooser) {
        if (roundLeft == 0 || (operations != null && !operations.hasNext())) {
            return false;
        }
        roundLeft--;
        operationsLeft--;
        if (operations != null) {
            take(chooser);
        }
        return true;
    }

    private void take(Random chooser) {
        operations.take(chooser);
        if (sabotage != null) {
            sabotage.accept(chooser.nextInt());
        }
    }

    /** Of a program that begins: for its own choices. */
    Random newRandom() {
        return operations == null ? new Random(random.nextLong()) : new Random(0);
    }

    /** Whether operations may take what the system stands on: then it may end early. */
    boolean isFuzzed() {
        return operations != null;
    }

    /** As the hardware would, at any time. */
    void raiseInterrupt(int line) {
        image.image().core(0).interrupts.raise(line);
    }

    void run() {
        image.start(this::initialTask);
        while (initial.inReleaseQueue && image.processor().skipToDeadline()) {
            image.untilIdle();
        }
        // Random calls can stop even the initial task: delete it, or let it call an endpoint.
        if (!image.exited().contains("initial-task") && initial.isRunnable()) {
            throw new AssertionError("the initial task could run, but never came to its end");
        }
    }

    /**
     * For a fuzzer: the operations, then everything revoked, after which only boot's is left.
     * Programs may take from the initial task what it needs to go on: then they end early.
     *
     * @return whether the program came to its end
     */
    boolean runOperations() {
        try {
            image.start(this::fuzzedTask);
            while (!image.exited().contains("initial-task")
                    && image.processor().deadlineTicks() != Long.MAX_VALUE) {
                image.processor()
                        .advance(
                                Math.max(
                                        0,
                                        image.processor().deadlineTicks()
                                                - image.processor().now()));
                image.untilIdle();
            }
            takeThrown();
        } catch (Sel4Exception refused) {
            if (isRobbed()) {
                return false;
            }
            throw refused;
        }
        if (!image.exited().contains("initial-task")) {
            if (isRobbed()) {
                return false;
            }
            throw new AssertionError(
                    "the initial task never came to its end; unhandled faults: "
                            + image.unhandledFaults()
                            + "\n"
                            + threads());
        }
        return isWhole;
    }

    /** Whether a capability that the initial task itself needs is not what it was. */
    private boolean isRobbed() {
        for (int slot = 0; slot < needed.length; slot++) {
            Capability now = image.image().roots().rootCNode().slots.get(slot).capability;
            if (now.getClass() != needed[slot].getClass()
                    || now.object() != needed[slot].object()) {
                return true;
            }
        }
        return false;
    }

    private void noteWhatIsNeeded() {
        needed = new Capability[(int) supplies.first];
        for (int slot = 0; slot < needed.length; slot++) {
            needed[slot] = image.image().roots().rootCNode().slots.get(slot).capability;
        }
    }

    private void fuzzedTask(World world) {
        Leftovers leftovers = new Leftovers(image.image(), world);
        prepare(world);
        noteWhatIsNeeded();
        RandomCalls own = new RandomCalls(this, world.sel4, "initial", random);
        while (operations.hasNext()) {
            roundLeft = OPERATIONS_OF_A_ROUND;
            take(random);
            disturb(own);
            if (random.nextInt(20) == 0) {
                supplies.revokeAll();
            }
            world.letOthersRun();
            takeThrown();
        }
        isWhole = !isRobbed();
        if (isWhole) {
            leftovers.assertNone();
        }
    }

    private void prepare(World world) {
        this.world = world;
        this.initial = image.image().core(0).current;
        this.rest = world.notification();
        this.supplies = new Supplies(world);
        Program[] programs = {
            RandomWorker.stackful(this), RandomWorker.stackless(this), RandomWorker.stackful(this)
        };
        entryPoints = new long[programs.length];
        for (int i = 0; i < programs.length; i++) {
            entryPoints[i] = world.sel4.entryPoint(programs[i]);
        }
        world.mapTables(RandomInvocation.MAPPED_AT);
        supplies.fill();
        startThreads(programs);
    }

    private void initialTask(World world) {
        prepare(world);
        RandomCalls own = new RandomCalls(this, world.sel4, "initial", newRandom());
        while (operationsLeft > 0) {
            roundLeft = OPERATIONS_OF_A_ROUND;
            disturb(own);
            world.letOthersRun();
            takeThrown();
            log.add(stateOfThreads());
        }
        threads.forEach(thread -> thread.suspend().orThrow());
        log.add(capabilities());
    }

    private void startThreads(Program[] programs) {
        for (int i = 0; i < THREADS; i++) {
            Tcb thread = world.thread("t" + i, 50 + i / 2, programs[i % programs.length]);
            thread.setMcPriority(world.self(), MAXIMUM_PRIORITY).orThrow();
            // Copies lie among the supplies, the originals here: nobody can delete them.
            var slot = world.root.slot(supplies.of(Supplies.Kind.NOTHING, random));
            slot.copy(world.at(thread), CapRights.ALL);
            thread.resume().orThrow();
            threads.add(thread);
        }
    }

    /** Between rounds: repairs some of what is broken, so that something goes on happening. */
    private void disturb(RandomCalls own) {
        supplies.refill(random);
        for (int i = 0; i < 2; i++) {
            own.invocationOfKernelObject();
            operationsLeft--;
        }
        own.nonBlockingSend();
        // Who waits for time gets some.
        own.compute(40);
        for (Tcb thread : threads) {
            repair(thread);
            rest.signal();
        }
    }

    private void repair(Tcb thread) {
        if (random.nextInt(3) > 0) {
            thread.configure(
                    world.root,
                    0,
                    world.vspace(),
                    0,
                    0x1000_0000,
                    world.sel4.frame(supplies.of(Supplies.Kind.FRAME, random)));
        }
        var time = world.sel4.schedContext(supplies.of(Supplies.Kind.SCHED_CONTEXT, random));
        // What random programs put there since may be an endpoint: on that, a Call would block.
        if (random.nextInt(3) > 0 && isKernelObject(time.cptr())) {
            time.bind(thread);
        }
        if (random.nextInt(8) == 0) {
            thread.setSchedParams(
                    world.self(),
                    MAXIMUM_PRIORITY,
                    random.nextInt(MAXIMUM_PRIORITY),
                    time,
                    world.sel4.endpoint(supplies.of(Supplies.Kind.ENDPOINT, random)));
        }
        if (random.nextInt(3) == 0) {
            thread.writeRegisters(true, UserContext.at(entryPoint(random))).orThrow();
        } else if (random.nextBoolean()) {
            thread.resume().orThrow();
        }
    }

    /** Programs throw on purpose; anything else that was thrown is a failure. */
    private void takeThrown() {
        for (Throwable thrown : image.takeThrown()) {
            if (!(thrown instanceof RandomWorker.Thrown)) {
                throw new AssertionError("a program was thrown something it did not throw", thrown);
            }
        }
    }

    private String stateOfThreads() {
        StringBuilder line = new StringBuilder("states:");
        image.image()
                .roots()
                .rootCNode()
                .slots
                .forEachMade(
                        slot -> {
                            if (slot.capability.object() instanceof ThreadObject thread) {
                                line.append(' ').append(thread.state);
                                line.append('@').append(thread.priority);
                                line.append(thread.schedContext == null ? "" : "s");
                            }
                        });
        return line.toString();
    }

    private String capabilities() {
        StringBuilder line = new StringBuilder("capabilities:");
        image.image()
                .roots()
                .rootCNode()
                .slots
                .forEachMade(slot -> line.append(slot.isEmpty() ? "" : " " + slot.capability));
        return line.toString();
    }
}
