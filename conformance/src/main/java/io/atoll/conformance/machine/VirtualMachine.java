package io.atoll.conformance.machine;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.check.InvariantChecker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A machine in virtual time, driven by the host thread that calls {@link #run}; the same programs
 * give the same run on every host.
 *
 * <p>Several cores take turns: the one with something to do and the smallest time runs next, until
 * it is {@value #LAG_TICKS} ticks ahead of the next one. So what the cores do is interleaved at
 * system calls and preemption points, and a core is never seen in the middle of either. Their
 * clocks agree as those of real cores do: whoever looks sees no earlier time than anybody saw
 * before.
 */
public final class VirtualMachine extends TestMachine {
    /** Invariants are checked when a core has changed hands this often, and at the end. */
    private static final int CHECK_INTERVAL = 256;

    /** How far a core may get ahead of the others: a few system calls. */
    static final long LAG_TICKS = 1_000;

    private final List<VirtualProcessor> processors;
    private final long limitTicks;

    /** Whose turn it is; null between turns. */
    private VirtualProcessor running;

    /** The latest time that was seen anywhere. */
    private long seenTicks;

    /**
     * @param cores of the image
     * @param memoryBytes ordinary memory of the image
     * @param clockReadTicks see {@link VirtualProcessor}
     * @param limitTicks virtual time after which the machine stops by itself
     */
    public VirtualMachine(
            KernelConfig config,
            int cores,
            long memoryBytes,
            long clockReadTicks,
            long limitTicks) {
        this(config, memoryBytes, limitTicks, processors(cores, clockReadTicks));
    }

    private VirtualMachine(
            KernelConfig config,
            long memoryBytes,
            long limitTicks,
            List<VirtualProcessor> processors) {
        super(config, memoryBytes, processors);
        this.processors = processors;
        this.limitTicks = limitTicks;
        for (int i = 0; i < processors.size(); i++) {
            processors.get(i).attach(this, image.core(i));
        }
    }

    private static List<VirtualProcessor> processors(int cores, long clockReadTicks) {
        List<VirtualProcessor> processors = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            processors.add(new VirtualProcessor(clockReadTicks));
        }
        return List.copyOf(processors);
    }

    @Override
    public End run(Function<BootInfo, StackfulProgram> initialTask) {
        image.boot(List.of(processors.getFirst()), initialTask);
        int turns = 0;
        VirtualProcessor next = next();
        while (next != null && next.nextTicks() < limitTicks && !log.hasInitialTaskReturned()) {
            running = next;
            next.runUntil(othersNextTicks(next));
            running = null;
            if (++turns % CHECK_INTERVAL == 0) {
                InvariantChecker.check(image);
            }
            next = next();
        }
        InvariantChecker.check(image);
        if (log.hasInitialTaskReturned()) {
            return End.FINISHED;
        }
        return isTimeOver() ? End.OUT_OF_TIME : End.STUCK;
    }

    private boolean isTimeOver() {
        return processors.stream().anyMatch(processor -> processor.ticks() >= limitTicks);
    }

    /** Who has something to do first; null if nobody ever has. */
    private VirtualProcessor next() {
        VirtualProcessor first = null;
        for (VirtualProcessor processor : processors) {
            if (processor.nextTicks() != VirtualProcessor.NEVER
                    && (first == null || processor.nextTicks() < first.nextTicks())) {
                first = processor;
            }
        }
        return first;
    }

    private long othersNextTicks(VirtualProcessor besides) {
        long first = VirtualProcessor.NEVER;
        for (VirtualProcessor processor : processors) {
            if (processor != besides) {
                first = Math.min(first, processor.nextTicks());
            }
        }
        return first;
    }

    // For the processors.

    /** What a processor's clock shows to whoever looks at it now. */
    long see(long ticks) {
        seenTicks = Math.max(seenTicks, ticks);
        return seenTicks;
    }

    /** The time is over. */
    void reached(long ticks) {
        if (ticks >= limitTicks) {
            image.stop();
        }
    }

    /** An interrupt line of a core was raised, by whoever runs. */
    void interrupted(int core, long ticks) {
        VirtualProcessor target = processors.get(core);
        target.wake(ticks);
        if (running != null && target != running) {
            running.othersContinueAt(target.nextTicks());
        }
    }

    int cores() {
        return processors.size();
    }

    @Override
    public long ticks() {
        return processors.getFirst().ticks();
    }

    @Override
    public String whereabouts() {
        return "";
    }
}
