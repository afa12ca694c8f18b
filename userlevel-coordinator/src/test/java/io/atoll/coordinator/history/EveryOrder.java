package io.atoll.coordinator.history;

import java.util.ArrayList;
import java.util.List;

/**
 * The definition of linearizability, executed: tries every order. Takes a time that grows with the
 * faculty of the number of operations, and remembers nothing.
 */
final class EveryOrder {
    private EveryOrder() {}

    static boolean isLinearizable(Model<?> model, List<Operation> operations) {
        return continues(model, operations);
    }

    private static <S> boolean continues(Model<S> model, List<Operation> operations) {
        // One object: a map's parts are told apart by the state of this one.
        return tried(model, new Whole<>(model, List.of()), new ArrayList<>(operations));
    }

    /** The state of all parts, as what was done to each. */
    private record Whole<S>(Model<S> model, List<Operation> order) {
        /** Null if it cannot have been done. */
        Whole<S> then(Operation next) {
            S state = model.initial();
            for (Operation operation : order) {
                if (model.part(operation).equals(model.part(next))) {
                    state = model.after(state, operation);
                }
            }
            if (model.after(state, next) == null) {
                return null;
            }
            List<Operation> longer = new ArrayList<>(order);
            longer.add(next);
            return new Whole<>(model, longer);
        }
    }

    private static <S> boolean tried(Model<S> model, Whole<S> done, List<Operation> left) {
        if (left.stream().allMatch(Operation::isPending)) {
            return true;
        }
        for (Operation next : left) {
            if (left.stream().anyMatch(other -> other.precedes(next))) {
                continue;
            }
            Whole<S> further = done.then(next);
            List<Operation> rest = new ArrayList<>(left);
            rest.remove(next);
            if (further != null && tried(model, further, rest)) {
                return true;
            }
        }
        return false;
    }
}
