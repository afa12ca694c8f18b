package io.atoll.coordinator.history;

import io.atoll.kernel.api.Report;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the programs of a machine have reported about operations on shared objects, put together by
 * object. Reports come from all cores at once; each call holds it for a moment.
 */
public final class RecordedHistories {
    private final Map<String, Part> objects = new LinkedHashMap<>();
    private final Map<HistoryReport.Called, Recorded> calls = new IdentityHashMap<>();

    /** By the name of a thread: the clusters that have one of that name. */
    private final Map<String, Set<Integer>> clustersOf = new TreeMap<>();

    /** What is known of one object. */
    private static final class Part {
        final Model<?> model;
        final List<Recorded> operations = new ArrayList<>();

        /** Another model that a program has named, or null. */
        Model<?> otherModel;

        Part(Model<?> model) {
            this.model = model;
        }
    }

    /** An operation while it is recorded. */
    private static final class Recorded {
        final int cluster;
        final String thread;
        final HistoryReport.Called call;
        final long calledTicks;
        long answeredTicks = Operation.NEVER;
        Object result;
        boolean isRefused;

        Recorded(int cluster, String thread, HistoryReport.Called call, long calledTicks) {
            this.cluster = cluster;
            this.thread = thread;
            this.call = call;
            this.calledTicks = calledTicks;
        }
    }

    /**
     * The history of one object.
     *
     * @param operations by their beginnings
     */
    public record History(String object, Model<?> model, List<Operation> operations) {
        public History {
            operations = List.copyOf(operations);
        }
    }

    /**
     * Takes a report, if it is about operations; others are ignored.
     *
     * @param ticks the clock when it was made
     */
    public synchronized void reported(int cluster, String thread, long ticks, Report report) {
        if (!(report instanceof HistoryReport about)) {
            return;
        }
        switch (about) {
            case HistoryReport.Begun begun -> begin(begun);
            case HistoryReport.Called call -> {
                Recorded recorded = new Recorded(cluster, thread, call, ticks);
                calls.put(call, recorded);
                objects.get(call.object()).operations.add(recorded);
                clustersOf.computeIfAbsent(thread, _ -> new TreeSet<>()).add(cluster);
            }
            case HistoryReport.Answered answered -> {
                Recorded recorded = calls.remove(answered.call());
                recorded.result = answered.result();
                recorded.answeredTicks = ticks;
            }
            case HistoryReport.Refused refused -> calls.remove(refused.call()).isRefused = true;
        }
    }

    private void begin(HistoryReport.Begun begun) {
        Part part = objects.computeIfAbsent(begun.object(), _ -> new Part(begun.model()));
        if (!part.model.equals(begun.model())) {
            part.otherModel = begun.model();
        }
    }

    /** Whether nobody has said anything. */
    public synchronized boolean isEmpty() {
        return objects.isEmpty();
    }

    /**
     * All of them, in the order in which their objects were first named.
     *
     * @param originTicks what counts as time 0
     */
    public synchronized List<History> all(long originTicks) {
        List<History> all = new ArrayList<>();
        objects.forEach(
                (object, part) ->
                        all.add(new History(object, part.model, operations(part, originTicks))));
        return all;
    }

    private List<Operation> operations(Part part, long originTicks) {
        return part.operations.stream()
                .filter(recorded -> !recorded.isRefused)
                .map(recorded -> operation(recorded, originTicks))
                .toList();
    }

    private Operation operation(Recorded of, long originTicks) {
        long answered = of.answeredTicks;
        return new Operation(
                clustersOf.get(of.thread).size() == 1
                        ? of.thread
                        : "%s of cluster %d".formatted(of.thread, of.cluster),
                of.call.operation(),
                of.call.arguments(),
                of.result,
                of.calledTicks - originTicks,
                answered == Operation.NEVER ? answered : answered - originTicks);
    }

    /** Judges all of them, each by the model that its programs have named. */
    public synchronized List<Finding> check(LinearizabilityChecker checker, long originTicks) {
        List<Finding> findings = new ArrayList<>();
        for (History history : all(originTicks)) {
            Model<?> other = objects.get(history.object()).otherModel;
            findings.add(
                    other == null
                            ? checked(checker, history)
                            : undecided(
                                    history,
                                    "some programs say that it is %s, others %s"
                                            .formatted(
                                                    described(history.model()), described(other))));
        }
        return findings;
    }

    private static String described(Model<?> model) {
        return "a %s that begins with %s".formatted(model, model.initial());
    }

    private static Finding checked(LinearizabilityChecker checker, History history) {
        try {
            return checker.check(history.object(), history.model(), history.operations());
        } catch (RuntimeException broken) {
            // The model may be the user's own.
            return undecided(history, "its model threw " + broken);
        }
    }

    private static Finding undecided(History history, String reason) {
        return new Finding.Undecided(
                "%s '%s'".formatted(history.model(), history.object()),
                history.operations().size(),
                reason);
    }
}
