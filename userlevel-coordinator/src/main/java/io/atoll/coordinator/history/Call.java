package io.atoll.coordinator.history;

import io.atoll.kernel.api.Sel4;

/**
 * An operation that has begun. It ends with one of the methods here, when it has ended and before
 * the program does anything else with the object; one that never does may have taken effect or not,
 * at any time after it began. To be used by the program's thread.
 */
public final class Call {
    private final Sel4 sel4;
    private final HistoryReport.Called call;
    private boolean hasEnded;

    Call(Sel4 sel4, HistoryReport.Called call) {
        this.sel4 = sel4;
        this.call = call;
    }

    /** It took effect, and returns nothing. */
    public void done() {
        returned(null);
    }

    public void returned(long result) {
        returned(Long.valueOf(result));
    }

    public void returned(boolean result) {
        returned(Boolean.valueOf(result));
    }

    /**
     * It took effect, and returned that.
     *
     * @param result immutable, with {@code equals} and {@code toString} that go by its value; null
     *     for nothing
     */
    public void returned(Object result) {
        end();
        sel4.debugReport(new HistoryReport.Answered(call, result));
    }

    /** It did not take effect, and will not: the object said so. As if it had never begun. */
    public void refused() {
        end();
        sel4.debugReport(new HistoryReport.Refused(call));
    }

    private void end() {
        if (hasEnded) {
            throw new IllegalStateException(
                    "the operation '%s' on '%s' has ended before"
                            .formatted(call.operation(), call.object()));
        }
        hasEnded = true;
    }
}
