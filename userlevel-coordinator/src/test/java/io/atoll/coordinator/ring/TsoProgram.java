package io.atoll.coordinator.ring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What one thread does in a {@link TsoExplorer}: steps on shared words, and between them
 * computation and jumps on registers of its own, which no other thread can tell apart.
 *
 * <p>A word is an enum constant; its ordinal is its place in memory.
 */
final class TsoProgram {
    /** One step; those on shared words are interleaved with the other threads' steps. */
    sealed interface Step {
        /** The value is seen by the thread at once, by others when it leaves the store buffer. */
        record Store(Enum<?> word, ToIntFunction<int[]> value) implements Step {}

        record Load(int register, Enum<?> word) implements Step {}

        /** Waits until the store buffer is empty. */
        record Fence() implements Step {}

        /** Waits until the word in memory is not 0, and makes it 0. */
        record Await(Enum<?> word) implements Step {}

        /** Computes in registers. */
        record Compute(Consumer<int[]> computation) implements Step {}

        record Jump(Predicate<int[]> condition, String label) implements Step {}

        /** Must hold whenever the thread comes here. */
        record Check(Predicate<int[]> condition, String claim) implements Step {}

        record End() implements Step {}
    }

    final String name;
    final int registers;
    final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    TsoProgram(String name, int registers) {
        this.name = name;
        this.registers = registers;
    }

    TsoProgram label(String label) {
        labels.put(label, steps.size());
        return this;
    }

    TsoProgram store(Enum<?> word, int value) {
        return store(word, registers -> value);
    }

    TsoProgram store(Enum<?> word, ToIntFunction<int[]> value) {
        return add(new Step.Store(word, value));
    }

    TsoProgram load(int register, Enum<?> word) {
        return add(new Step.Load(register, word));
    }

    TsoProgram fence() {
        return add(new Step.Fence());
    }

    TsoProgram await(Enum<?> word) {
        return add(new Step.Await(word));
    }

    TsoProgram compute(Consumer<int[]> computation) {
        return add(new Step.Compute(computation));
    }

    TsoProgram jump(String label) {
        return jumpIf(registers -> true, label);
    }

    TsoProgram jumpIf(Predicate<int[]> condition, String label) {
        return add(new Step.Jump(condition, label));
    }

    TsoProgram check(Predicate<int[]> condition, String claim) {
        return add(new Step.Check(condition, claim));
    }

    TsoProgram end() {
        return add(new Step.End());
    }

    /** These steps only if wanted: how broken twins are made. */
    TsoProgram when(boolean wanted, Consumer<TsoProgram> part) {
        if (wanted) {
            part.accept(this);
        }
        return this;
    }

    private TsoProgram add(Step step) {
        steps.add(step);
        return this;
    }

    int target(String label) {
        return labels.get(label);
    }
}
