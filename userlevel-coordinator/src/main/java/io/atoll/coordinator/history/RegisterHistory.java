package io.atoll.coordinator.history;

/** One program's operations on a shared word: see {@link RegisterModel}. */
public final class RegisterHistory {
    private final History history;

    RegisterHistory(History history) {
        this.history = history;
    }

    /** Ends with {@link Call#returned(long)}. */
    public Call read() {
        return history.call(RegisterModel.READ);
    }

    /** Ends with {@link Call#done}. */
    public Call write(long value) {
        return history.call(RegisterModel.WRITE, value);
    }

    /** Ends with {@link Call#returned(boolean)}: whether the word was as expected, and is set. */
    public Call compareAndSet(long expected, long value) {
        return history.call(RegisterModel.COMPARE_AND_SET, expected, value);
    }
}
