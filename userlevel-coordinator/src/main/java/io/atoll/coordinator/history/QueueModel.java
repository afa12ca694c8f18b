package io.atoll.coordinator.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A queue of words, first in, first out: {@code enqueue}; {@code dequeue}, which returns nothing if
 * the queue is empty. In which order operations that overlap put values in shows only when these
 * come out. If no value is put in twice, that is looked up beforehand; otherwise long histories can
 * take too many steps to judge.
 */
public record QueueModel() implements Model<QueueContents> {
    static final String ENQUEUE = "enqueue";
    static final String DEQUEUE = "dequeue";

    @Override
    public QueueContents initial() {
        return QueueContents.EMPTY;
    }

    @Override
    public QueueContents after(QueueContents contents, Operation operation) {
        switch (operation.name()) {
            case ENQUEUE -> {
                return contents.with(operation.argument(0));
            }
            case DEQUEUE -> {
                if (contents.isEmpty()) {
                    return operation.returns(null) ? contents : null;
                }
                return operation.returns(contents.first()) ? contents.withoutFirst() : null;
            }
            default -> throw Model.unknown(this, operation);
        }
    }

    @Override
    public Model<QueueContents> knowing(List<Operation> history) {
        Map<Long, Operation> taken = new HashMap<>();
        Map<Long, Operation> put = new HashMap<>();
        long earliestUnknown = Operation.NEVER;
        for (Operation operation : history) {
            boolean isPut = operation.name().equals(ENQUEUE);
            if (isPut || !operation.isPending() && operation.result() instanceof Long) {
                Long value = isPut ? (Long) operation.argument(0) : (Long) operation.result();
                if ((isPut ? put : taken).put(value, operation) != null) {
                    return this;
                }
            } else if (operation.isPending()) {
                earliestUnknown = Math.min(earliestUnknown, operation.calledTicks());
            }
        }
        return new Foreseen(this, taken, earliestUnknown);
    }

    @Override
    public boolean isBestAtOnce(Operation operation) {
        return operation.name().equals(DEQUEUE) && operation.result() == null;
    }

    @Override
    public String toString() {
        return "queue";
    }

    /**
     * The same, where it is known who takes each value. Values come out as they went in. So of two
     * that overlap when they are put in, the one that comes out earlier went in earlier; and one
     * that has come out before another began to come out cannot be behind it (the order violation
     * of Henzinger, Sezgin, Vafeiadis, "Aspect-oriented linearizability proofs", CONCUR 2013).
     *
     * @param taken by value
     * @param earliestUnknown when the first one began that may have taken any value
     */
    private record Foreseen(QueueModel queue, Map<Long, Operation> taken, long earliestUnknown)
            implements Model<QueueContents> {
        private static final int MOST_COMPARED = 32;

        @Override
        public QueueContents initial() {
            return queue.initial();
        }

        @Override
        public QueueContents after(QueueContents contents, Operation operation) {
            boolean isPossible =
                    operation.name().equals(ENQUEUE)
                            ? isWorthIt(contents, operation)
                            : !operation.isPending() || isNobodys(contents);
            return isPossible ? queue.after(contents, operation) : null;
        }

        /** Whether what is put in could be in its place behind the others. */
        private boolean isWorthIt(QueueContents contents, Operation put) {
            Operation takes = taken.get(put.argument(0));
            if (takes == null) {
                // Nobody needs one that may not have been put in.
                return !put.isPending();
            }
            return !contents.hasAmong(
                    MOST_COMPARED, ahead -> takes.answeredTicks() < takenFrom(ahead));
        }

        /** Whether nobody is known to have taken the first one. */
        private boolean isNobodys(QueueContents contents) {
            return contents.isEmpty() || !taken.containsKey(contents.first());
        }

        /** The earliest time at which that value can have come out. */
        private long takenFrom(long value) {
            Operation takes = taken.get(value);
            return takes == null ? earliestUnknown : takes.calledTicks();
        }

        @Override
        public boolean isBestAtOnce(Operation operation) {
            // Nobody else can take what this one took, and all behind it wait for that.
            return operation.name().equals(DEQUEUE);
        }

        @Override
        public long rank(Operation operation) {
            if (operation.name().equals(DEQUEUE)) {
                return operation.isPending() ? Long.MAX_VALUE : -1;
            }
            Operation takes = taken.get(operation.argument(0));
            return takes == null ? Long.MAX_VALUE - 1 : takes.calledTicks();
        }

        @Override
        public String toString() {
            return queue.toString();
        }
    }
}
