package io.atoll.coordinator.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out whether a history is linearizable (M. Herlihy, J. Wing, "Linearizability: a correctness
 * condition for concurrent objects", TOPLAS 12(3), 1990).
 *
 * <p>The search is that of J. Wing and C. Gong ("Testing and verifying concurrent objects", JPDC
 * 17, 1993), as G. Lowe improved it ("Testing for linearizability", Concurrency and Computation
 * 29(4), 2017): what leads nowhere is remembered, and an operation is put into the order when its
 * end is met, not before ({@link OrderSearch}). Independent parts of an object are judged by
 * themselves (A. Horn, D. Kroening, "Faster linearizability checking via P-compositionality", FORTE
 * 2015).
 *
 * <p>The problem is NP-complete, so a search takes no more than its steps; then it has found
 * nothing out. Steps and not seconds, so that the answer is the same on every host. Immutable.
 */
public final class LinearizabilityChecker {
    /** Some seconds, and some hundred megabytes. */
    public static final long DEFAULT_STEPS = 3_000_000;

    private final long maxSteps;

    public LinearizabilityChecker() {
        this(DEFAULT_STEPS);
    }

    /**
     * @param maxSteps how often the model may be asked for a next state, for each part of an object
     */
    public LinearizabilityChecker(long maxSteps) {
        this.maxSteps = maxSteps;
    }

    /**
     * Judges a history.
     *
     * @param object its name
     * @param operations in any order
     */
    public Finding check(String object, Model<?> model, List<Operation> operations) {
        String named = "%s '%s'".formatted(model, object);
        Map<Object, List<Operation>> parts = new LinkedHashMap<>();
        for (Operation operation : operations) {
            parts.computeIfAbsent(model.part(operation), _ -> new ArrayList<>()).add(operation);
        }
        Finding undecided = null;
        for (List<Operation> part : parts.values()) {
            switch (searched(model, part)) {
                case OrderSearch.Found _ -> {
                    // this part is as it should be
                }
                case OrderSearch.GaveUp _ ->
                        undecided =
                                new Finding.Undecided(
                                        named,
                                        operations.size(),
                                        "gave up after %,d steps".formatted(maxSteps));
                case OrderSearch.Stuck stuck -> {
                    return new Finding.NotLinearizable(
                            named,
                            operations.size(),
                            stuck.operation(),
                            stuck.beside(),
                            stuck.before(),
                            stuck.states());
                }
            }
        }
        return undecided != null ? undecided : new Finding.Linearizable(named, operations.size());
    }

    private <S> OrderSearch.Result searched(Model<S> model, List<Operation> part) {
        return new OrderSearch<>(model.knowing(part), part, maxSteps).run();
    }
}
