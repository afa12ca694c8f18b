package io.atoll.benchmarks.harness;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where the threads of subjects run: on one CPU for each side, the same for all subjects of a run.
 * Side 0 is the client (it sends first and reads the clock), side 1 the server. Immutable; any
 * thread.
 */
public final class Placement {
    /** The side that sends first and reads the clock. */
    public static final int CLIENT = 0;

    /** The side that answers. */
    public static final int SERVER = 1;

    private final List<Integer> cpus;
    private final IntConsumer pinToCpu;
    private final int spinnersThatFit;

    private Placement(List<Integer> cpus, IntConsumer pinToCpu, int spinnersThatFit) {
        this.cpus = List.copyOf(cpus);
        this.pinToCpu = pinToCpu;
        this.spinnersThatFit = spinnersThatFit;
    }

    /**
     * Pins each side to a CPU.
     *
     * @param cpus CPU of side 0, side 1, …; sides beyond the end begin again at the front
     * @param pinToCpu pins the thread that calls it to a CPU
     */
    public static Placement pinned(List<Integer> cpus, IntConsumer pinToCpu) {
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("a pinned placement needs at least one CPU");
        }
        return new Placement(cpus, pinToCpu, (int) cpus.stream().distinct().count());
    }

    /** Leaves all threads to the operating system. */
    public static Placement unpinned() {
        return new Placement(List.of(), _ -> {}, Runtime.getRuntime().availableProcessors());
    }

    /** CPUs of the sides; empty when nothing is pinned. */
    public List<Integer> cpus() {
        return cpus;
    }

    /** Pins the calling thread to the CPU of a side; does nothing if {@link #unpinned()}. */
    public void pinCurrentThread(int side) {
        if (!cpus.isEmpty()) {
            pinToCpu.accept(cpus.get(side % cpus.size()));
        }
    }

    /**
     * The spin hint for so many threads, each on a side of its own, that spin at the same time.
     * With fewer CPUs than spinners it gives the CPU away.
     */
    public Waiting newWaiting(int spinners) {
        return new Waiting(spinners > spinnersThatFit);
    }

    /** For the report: {@code "side 0 on CPU 0, side 1 on CPU 1"} or {@code "none"}. */
    public String describe() {
        if (cpus.isEmpty()) {
            return "none";
        }
        return IntStream.range(0, cpus.size())
                .mapToObj(side -> "side " + side + " on CPU " + cpus.get(side))
                .collect(Collectors.joining(", "));
    }
}
