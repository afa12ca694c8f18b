package io.atoll.benchmarks.simulator;

import io.atoll.benchmarks.simulator.SimulatorLoad.Place;
import io.atoll.cluster.ClusterBootInfo;
import io.atoll.cluster.SharedRegion;
import io.atoll.cluster.memory.SharedAccess;
import io.atoll.coordinator.ObjectAllocator;
import io.atoll.coordinator.ring.LineRingConsumer;
import io.atoll.coordinator.ring.LineRingProducer;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;

/** A word to and fro over two rings of lines between two clusters; both poll. */
final class RingLoad {
    private static final int CAPACITY = 16;
    private static final long PAGE_BYTES = 4096;
    private static final long VIRTUAL_ADDRESS = 1L << 40;

    private RingLoad() {}

    /** The memory of the rings of two clusters. */
    static SharedRegion region(int clusterA, int clusterB) {
        return new SharedRegion(
                label(clusterA, clusterB), 2 * PAGE_BYTES, Set.of(clusterA, clusterB));
    }

    private static String label(int clusterA, int clusterB) {
        return Math.min(clusterA, clusterB) + "-" + Math.max(clusterA, clusterB);
    }

    static void run(Sel4 sel4, BootInfo bootInfo, Place place) {
        ClusterBootInfo machine = bootInfo.extra(ClusterBootInfo.class);
        MemorySegment memory = map(sel4, bootInfo, machine);
        MemorySegment first = memory.asSlice(0, PAGE_BYTES);
        MemorySegment second = memory.asSlice(PAGE_BYTES, PAGE_BYTES);
        if (place.isFirst()) {
            lead(LineRingProducer.format(first, CAPACITY), attached(sel4, second), place.pace());
        } else {
            LineRingProducer out = LineRingProducer.format(second, CAPACITY);
            follow(out, attached(sel4, first));
        }
    }

    private static MemorySegment map(Sel4 sel4, BootInfo bootInfo, ClusterBootInfo machine) {
        ObjectAllocator objects = new ObjectAllocator(sel4, bootInfo);
        String label = machine.regions().getFirst().label();
        long untyped = machine.untypedOf(bootInfo, label);
        long frames = objects.makeFrom(untyped, ObjectType.SMALL_PAGE, 2);
        for (int page = 0; page < 2; page++) {
            objects.map(
                    frames + page,
                    sel4.vspace(InitCaps.VSPACE),
                    VIRTUAL_ADDRESS + page * PAGE_BYTES,
                    CapRights.READ_WRITE);
        }
        return sel4.memory().window(VIRTUAL_ADDRESS, 2 * PAGE_BYTES);
    }

    /** Once the other side has formatted it. */
    private static LineRingConsumer attached(Sel4 sel4, MemorySegment memory) {
        while (memory.get(ValueLayout.JAVA_LONG, 0) == 0) {
            sel4.compute(1000);
        }
        return LineRingConsumer.attach(memory, CAPACITY);
    }

    private static void lead(LineRingProducer out, LineRingConsumer in, Pace pace) {
        for (long word = 0; ; word++) {
            pace.step();
            send(out, word);
            long answer = receive(in);
            if (answer != word + 1) {
                throw new IllegalStateException("the answer to " + word + " is " + answer);
            }
        }
    }

    private static void follow(LineRingProducer out, LineRingConsumer in) {
        while (true) {
            send(out, receive(in) + 1);
        }
    }

    private static void send(LineRingProducer out, long word) {
        while (out.offer(word, 0, 0, 0) != RingResult.OK) {
            Thread.onSpinWait();
        }
    }

    private static long receive(LineRingConsumer in) {
        while (true) {
            SharedAccess.beginLooks();
            if (in.poll() == RingResult.OK) {
                break;
            }
            SharedAccess.skipLooks(Integer.MAX_VALUE);
        }
        long word = in.word(0);
        in.release();
        return word;
    }
}
