package io.atoll.coordinator.history;

/**
 * One program's operations on a shared queue: see {@link QueueModel}, which says why it is better
 * if no value is enqueued twice.
 */
public final class QueueHistory {
    private final History history;

    QueueHistory(History history) {
        this.history = history;
    }

    /** Ends with {@link Call#done}, or with {@link Call#refused} if the queue was full. */
    public Call enqueue(long value) {
        return history.call(QueueModel.ENQUEUE, value);
    }

    /**
     * Ends with {@link Call#returned(long)}, or with {@link Call#done}: the queue was empty, and
     * nothing was taken.
     */
    public Call dequeue() {
        return history.call(QueueModel.DEQUEUE);
    }
}
