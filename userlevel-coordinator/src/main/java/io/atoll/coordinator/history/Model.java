package io.atoll.coordinator.history;

import java.util.List;

/**
 * What an object does when nobody disturbs: from a state, an operation leads to a state. By it a
 * recorded history is judged. Immutable; equal to another one that says the same, so best a record.
 *
 * @param <S> states: immutable, and equal by value
 */
public interface Model<S> {
    /** What kind of object this is, in one word; what it begins with besides, if that matters. */
    @Override
    String toString();

    /** The state before the first operation. */
    S initial();

    /**
     * The state after an operation.
     *
     * @return null if in this state the operation cannot take effect, or cannot have returned what
     *     it returned: see {@link Operation#returns}
     */
    S after(S state, Operation operation);

    /**
     * Which of several independent parts of the object an operation is on. Each part is judged by
     * itself, which is far cheaper, and as good: a history is linearizable if those of its objects
     * are (Herlihy and Wing 1990, theorem 1).
     */
    default Object part(Operation operation) {
        return "";
    }

    /**
     * Whether an operation that has ended is best put into the order as soon as it fits, since to
     * put it later helps nobody: for example because, with the result that it had, it changed
     * nothing whatever the state was. Such operations are far cheaper to judge.
     */
    default boolean isBestAtOnce(Operation operation) {
        return false;
    }

    /**
     * This model, prepared for one history: what is known of its end can help to find an order in
     * less time. Must not change which histories are linearizable.
     */
    default Model<S> knowing(List<Operation> history) {
        return this;
    }

    /**
     * Of operations that overlap, those with a smaller number are tried first. Changes no answer,
     * only the time it takes.
     */
    default long rank(Operation operation) {
        return 0;
    }

    /** The complaint about an operation that no object of this kind has. */
    static IllegalArgumentException unknown(Model<?> model, Operation operation) {
        return new IllegalArgumentException(
                "a %s has no operation '%s'".formatted(model, operation.name()));
    }
}
