package io.atoll.coordinator.history;

import io.atoll.kernel.api.Report;

import java.util.List;

/** What a program reports about the operations that it performs on a shared object. */
sealed interface HistoryReport extends Report {
    /** It is going to record operations on that object. */
    record Begun(String object, Model<?> model) implements HistoryReport {
        @Override
        public String toText() {
            return "history of %s '%s'".formatted(model, object);
        }
    }

    /** An operation begins. Another one of the same name and arguments is another report. */
    record Called(String object, String operation, List<Object> arguments)
            implements HistoryReport {
        @Override
        public String toText() {
            return "%s: call %s%s".formatted(object, operation, arguments);
        }
    }

    /** The operation has taken effect, and returned that; null if it returns nothing. */
    record Answered(Called call, Object result) implements HistoryReport {
        @Override
        public String toText() {
            return "%s: %s%s = %s".formatted(call.object, call.operation, call.arguments, result);
        }
    }

    /** The operation has not taken effect, and will not. */
    record Refused(Called call) implements HistoryReport {
        @Override
        public String toText() {
            return "%s: %s%s refused".formatted(call.object, call.operation, call.arguments);
        }
    }
}
