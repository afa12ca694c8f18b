package io.atoll.coordinator.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs small programs through every interleaving that a machine with total store order (x86)
 * allows: each thread's stores wait in a buffer of its own, first in, first out, and reach memory
 * at any later moment; loads see the thread's own buffered stores, then memory; a fence waits for
 * the buffer. (Sewell et al., "x86-TSO", CACM 2010.)
 *
 * <p>States are visited breadth first and each once, so loops end, and the interleaving that is
 * shown for a failure is one of the shortest.
 */
final class TsoExplorer {
    /**
     * What was found.
     *
     * @param states distinct states visited
     * @param failure null, or what is wrong and the steps that lead there
     */
    record Outcome(int states, String failure) {}

    private record Arrival(State from, String step) {}

    private final TsoProgram[] programs;
    private final Enum<?>[] words;
    private final Map<State, Arrival> arrivals = new HashMap<>();
    private final ArrayDeque<State> unvisited = new ArrayDeque<>();

    private TsoExplorer(Enum<?>[] words, TsoProgram... programs) {
        this.words = words;
        this.programs = programs;
    }

    /** Explores until a failure is found or nothing is left; all words begin as 0. */
    static Outcome explore(Enum<?>[] words, TsoProgram... programs) {
        return new TsoExplorer(words, programs).run();
    }

    /** A state of the whole machine. */
    private static final class State {
        final int[] memory;
        final int[] counters;
        final int[][] registers;

        /** Per thread: word, value, word, value, ... */
        final int[][] buffers;

        String brokenClaim;

        State(int[] memory, int[] counters, int[][] registers, int[][] buffers) {
            this.memory = memory;
            this.counters = counters;
            this.registers = registers;
            this.buffers = buffers;
        }

        State copy() {
            return new State(memory.clone(), counters.clone(), copy(registers), copy(buffers));
        }

        private static int[][] copy(int[][] arrays) {
            return Arrays.stream(arrays).map(int[]::clone).toArray(int[][]::new);
        }

        int load(int thread, int word) {
            int[] buffer = buffers[thread];
            for (int i = buffer.length - 2; i >= 0; i -= 2) {
                if (buffer[i] == word) {
                    return buffer[i + 1];
                }
            }
            return memory[word];
        }

        void store(int thread, int word, int value) {
            int[] buffer = Arrays.copyOf(buffers[thread], buffers[thread].length + 2);
            buffer[buffer.length - 2] = word;
            buffer[buffer.length - 1] = value;
            buffers[thread] = buffer;
        }

        @Override
        public boolean equals(Object object) {
            return object instanceof State other
                    && Arrays.equals(memory, other.memory)
                    && Arrays.equals(counters, other.counters)
                    && Arrays.deepEquals(registers, other.registers)
                    && Arrays.deepEquals(buffers, other.buffers);
        }

        @Override
        public int hashCode() {
            int hash = Arrays.hashCode(memory);
            hash = 31 * hash + Arrays.hashCode(counters);
            hash = 31 * hash + Arrays.deepHashCode(registers);
            return 31 * hash + Arrays.deepHashCode(buffers);
        }
    }

    private Outcome run() {
        State start =
                new State(
                        new int[words.length],
                        new int[programs.length],
                        new int[programs.length][],
                        new int[programs.length][0]);
        for (int i = 0; i < programs.length; i++) {
            start.registers[i] = new int[programs[i].registers];
            runOwnSteps(start, i);
        }
        arrive(start, null, "start");
        while (!unvisited.isEmpty()) {
            State state = unvisited.remove();
            String failure = visit(state);
            if (failure != null) {
                return new Outcome(arrivals.size(), describe(failure, state));
            }
        }
        return new Outcome(arrivals.size(), null);
    }

    private void arrive(State state, State from, String step) {
        if (arrivals.putIfAbsent(state, new Arrival(from, step)) == null) {
            unvisited.add(state);
        }
    }

    /** Finds what can happen next; the answer is what is wrong here, or null. */
    private String visit(State state) {
        if (state.brokenClaim != null) {
            return state.brokenClaim;
        }
        boolean isStuck = true;
        boolean isOver = true;
        for (int i = 0; i < programs.length; i++) {
            if (state.buffers[i].length > 0) {
                drainOne(state, i);
                isStuck = false;
            }
            isStuck &= !step(state, i);
            isOver &= current(state, i) instanceof TsoProgram.Step.End;
        }
        return isStuck && !isOver ? "for ever asleep: " + sleepers(state) : null;
    }

    private TsoProgram.Step current(State state, int thread) {
        return programs[thread].steps.get(state.counters[thread]);
    }

    private List<String> sleepers(State state) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < programs.length; i++) {
            if (!(current(state, i) instanceof TsoProgram.Step.End)) {
                names.add(programs[i].name);
            }
        }
        return names;
    }

    private void drainOne(State state, int thread) {
        State next = state.copy();
        int[] buffer = state.buffers[thread];
        next.memory[buffer[0]] = buffer[1];
        next.buffers[thread] = Arrays.copyOfRange(buffer, 2, buffer.length);
        arrive(
                next,
                state,
                "%s's %s = %d reaches memory"
                        .formatted(programs[thread].name, words[buffer[0]], buffer[1]));
    }

    /** The thread's next step, if it can take one. */
    private boolean step(State state, int thread) {
        State next = state.copy();
        int[] registers = next.registers[thread];
        String text;
        switch (current(state, thread)) {
            case TsoProgram.Step.Store store -> {
                int value = store.value().applyAsInt(registers);
                next.store(thread, store.word().ordinal(), value);
                text = "stores %s = %d".formatted(store.word(), value);
            }
            case TsoProgram.Step.Load load -> {
                int value = state.load(thread, load.word().ordinal());
                registers[load.register()] = value;
                text = "loads %s: %d".formatted(load.word(), value);
            }
            case TsoProgram.Step.Fence _ -> {
                if (state.buffers[thread].length > 0) {
                    return false;
                }
                text = "passes a fence";
            }
            case TsoProgram.Step.Await await -> {
                if (state.memory[await.word().ordinal()] == 0) {
                    return false;
                }
                next.memory[await.word().ordinal()] = 0;
                text = "is woken by %s".formatted(await.word());
            }
            case TsoProgram.Step.End _ -> {
                return false;
            }
            default -> throw new AssertionError("no step on shared words");
        }
        next.counters[thread]++;
        runOwnSteps(next, thread);
        arrive(next, state, programs[thread].name + " " + text);
        return true;
    }

    /** On to the next step on shared words. */
    private void runOwnSteps(State state, int thread) {
        int[] registers = state.registers[thread];
        while (true) {
            switch (current(state, thread)) {
                case TsoProgram.Step.Compute compute -> {
                    compute.computation().accept(registers);
                    state.counters[thread]++;
                }
                case TsoProgram.Step.Jump jump ->
                        state.counters[thread] =
                                jump.condition().test(registers)
                                        ? programs[thread].target(jump.label())
                                        : state.counters[thread] + 1;
                case TsoProgram.Step.Check check -> {
                    if (!check.condition().test(registers)) {
                        state.brokenClaim = "not so: " + check.claim();
                        return;
                    }
                    state.counters[thread]++;
                }
                default -> {
                    return;
                }
            }
        }
    }

    private String describe(String failure, State last) {
        List<String> steps = new ArrayList<>();
        steps.add(failure);
        for (State state = last; state != null; state = arrivals.get(state).from()) {
            if (arrivals.get(state).from() != null) {
                steps.add(arrivals.get(state).step());
            }
        }
        Collections.reverse(steps);
        return String.join("\n", steps) + "\n";
    }
}
