package io.atoll.benchmarks.subjects;

import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

/** {@code Yield} of a thread that goes on at once, and of two that take turns. */
public final class Yields extends BatchSubject {
    private final boolean isAlone;

    /**
     * @param isAlone whether nobody else of the client's priority is ready
     */
    public Yields(boolean isAlone) {
        super(isAlone ? "alone" : "two-threads");
        this.isAlone = isAlone;
    }

    @Override
    void prepare(Task task) {
        if (!isAlone) {
            task.start(
                    "other",
                    CLIENT_PRIORITY,
                    (StackfulProgram)
                            sel4 -> {
                                while (true) {
                                    sel4.yieldNow();
                                }
                            });
        }
    }

    @Override
    void operate(Sel4 sel4, int operations) {
        for (int i = 0; i < operations; i++) {
            sel4.yieldNow();
        }
    }
}
