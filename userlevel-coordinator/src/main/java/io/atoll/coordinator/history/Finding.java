package io.atoll.coordinator.history;

import java.util.List;

/** What was found out about the history of one object. */
public sealed interface Finding {
    /** What kind of object, and its name: {@code register 'x'}. */
    String object();

    /** How many operations the history has. */
    int operations();

    /** One sentence. */
    String toText();

    /** There is an order of the operations in which the object did what it should. */
    record Linearizable(String object, int operations) implements Finding {
        @Override
        public String toText() {
            return "%,d operations on %s: linearizable".formatted(operations, object);
        }
    }

    /**
     * There is none.
     *
     * @param stuck an operation that fits nowhere, given all that ended before it
     * @param beside operations that had begun and not ended when it ended
     * @param before the last others that changed the object until then, in an order that goes as
     *     far as any; they may overlap it too
     * @param states what the object was meanwhile in such orders, some of it
     */
    record NotLinearizable(
            String object,
            int operations,
            Operation stuck,
            List<Operation> beside,
            List<Operation> before,
            List<String> states)
            implements Finding {
        public NotLinearizable {
            beside = List.copyOf(beside);
            before = List.copyOf(before);
            states = List.copyOf(states);
        }

        @Override
        public String toText() {
            return "%,d operations on %s: not linearizable: no order allows %s of '%s'"
                    .formatted(operations, object, stuck.toText(), stuck.process());
        }
    }

    /**
     * It was not found out.
     *
     * @param reason why not
     */
    record Undecided(String object, int operations, String reason) implements Finding {
        @Override
        public String toText() {
            return "%,d operations on %s: not decided: %s".formatted(operations, object, reason);
        }
    }
}
