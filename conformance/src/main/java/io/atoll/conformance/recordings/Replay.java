package io.atoll.conformance.recordings;

import io.atoll.kernel.Core;
import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.KernelObserver;
import io.atoll.kernel.PhysicalMemory;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The replay of one recording on a kernel image of its own, by the calling host thread. The same
 * recording takes the same course every time.
 */
final class Replay {
    private static final long MEMORY_ADDRESS = 0x100_0000;
    private static final long MEMORY_BYTES = 8 << 20;
    private static final long DEVICE_ADDRESS = 0x8000_0000L;
    private static final long DEVICE_BYTES = 1 << 16;
    private static final int PAGE_BYTES = 4096;

    private final Recording recording;
    private final ReplaySetup setup;
    private final Comparison comparison;
    private final Tracer tracer;
    private final KernelImage image;
    private boolean finished;
    private Throwable thrown;

    private Replay(Recording recording, ReplaySetup setup, Arena arena) {
        this.recording = recording;
        this.setup = setup;
        this.comparison = new Comparison(recording);
        ReplayProcessor.Clock clock = new ReplayProcessor.Clock();
        List<ReplayProcessor> processors = new ArrayList<>();
        for (int i = 0; i < setup.cores(); i++) {
            processors.add(new ReplayProcessor(clock));
        }
        this.image =
                new KernelImage(
                        config(setup),
                        new PhysicalMemory(
                                List.of(
                                        region(arena, MEMORY_ADDRESS, false, MEMORY_BYTES),
                                        region(arena, DEVICE_ADDRESS, true, DEVICE_BYTES))),
                        KernelObserver.SILENT,
                        processors);
        for (int i = 0; i < setup.cores(); i++) {
            processors.get(i).attach(image, i);
        }
        this.tracer = new Tracer(recording, comparison);
    }

    private static KernelConfig config(ReplaySetup setup) {
        KernelConfig config = KernelConfig.named("replay").withLocking(setup.locking());
        return setup.fastpath() ? config : config.withoutFastpath();
    }

    private static PhysicalMemory.Region region(
            Arena arena, long address, boolean isDevice, long bytes) {
        MemorySegment memory = arena.allocate(bytes, PAGE_BYTES);
        return new PhysicalMemory.Region(address, isDevice, memory);
    }

    /**
     * Replays up to the end or the first mismatch.
     *
     * @throws io.atoll.kernel.KernelPanic if the kernel broke one of its own invariants
     */
    static ReplayResult run(Recording recording, ReplaySetup setup) {
        try (Arena arena = Arena.ofConfined()) {
            return new Replay(recording, setup, arena).run();
        }
    }

    private ReplayResult run() {
        image.boot(
                List.of(),
                bootInfo ->
                        sel4 -> {
                            try {
                                new ReplayWorld(sel4, bootInfo, setup.home(), recording.world())
                                        .build(this::help);
                                tracer.replay(sel4);
                            } catch (RuntimeException | AssertionError e) {
                                thrown = e;
                            }
                            finished = true;
                            image.stop();
                        });
        boolean anybodyRan = true;
        while (!finished && anybodyRan) {
            // Until the tracer is done, or nobody can run: even the helper waits then.
            anybodyRan = dispatchAll();
        }
        if (thrown != null) {
            throw new IllegalStateException(recording.file() + ": the replayer failed", thrown);
        }
        if (!finished && !comparison.hasMismatch()) {
            tracer.blocked();
        }
        return comparison.result();
    }

    /** Lets each core run until it changes hands; false if none had anything to do. */
    private boolean dispatchAll() {
        boolean anybodyRan = false;
        for (int i = 0; i < image.coreCount() && !finished; i++) {
            Core core = image.core(i);
            anybodyRan |= core.dispatch() || core.interrupts.isPending();
        }
        return anybodyRan;
    }

    /** The lowest thread: ends runs. If it runs at any other time, thread 0 is stuck. */
    private void help(Sel4 sel4) {
        while (tracer.isWaiting() && !comparison.hasMismatch()) {
            sel4.send(WorldLayout.DONE, 0);
        }
        image.stop();
    }
}
