package io.atoll.coordinator.history;

/** One program's operations on a shared number: see {@link CounterModel}. */
public final class CounterHistory {
    private final History history;

    CounterHistory(History history) {
        this.history = history;
    }

    /** Ends with {@link Call#returned(long)}. */
    public Call get() {
        return history.call(CounterModel.GET);
    }

    /** Ends with {@link Call#done}: the number is not seen. */
    public Call add(long increment) {
        return history.call(CounterModel.ADD, increment);
    }

    /** Ends with {@link Call#returned(long)}: the number after that. */
    public Call addAndGet(long increment) {
        return history.call(CounterModel.ADD_AND_GET, increment);
    }
}
