package io.atoll.coordinator.history;

import io.atoll.kernel.api.Report;
import io.atoll.kernel.api.Sel4;

import java.util.function.Supplier;

/**
 * Assertions of one program: what must hold where it stands. One that does not is no fault of the
 * program, which goes on; whoever runs the machine is told, ends the run, and says that it failed.
 * To be used by the program's thread.
 */
public final class Check {
    private final Sel4 sel4;

    private Check(Sel4 sel4) {
        this.sel4 = sel4;
    }

    /** The assertions of the program that makes these system calls. */
    public static Check of(Sel4 sel4) {
        return new Check(sel4);
    }

    /**
     * An assertion that did not hold.
     *
     * @param message what is wrong
     */
    public record Broken(String message) implements Report {
        @Override
        public String toText() {
            return "broken check: " + message;
        }
    }

    /**
     * Asserts that something holds; costs nothing if it does.
     *
     * @param message what is wrong if it does not, in one line
     */
    public void that(boolean holds, String message) {
        if (!holds) {
            sel4.debugReport(new Broken(message));
        }
    }

    /** As {@link #that(boolean, String)}, with a message that is made only if it is needed. */
    public void that(boolean holds, Supplier<String> message) {
        if (!holds) {
            sel4.debugReport(new Broken(message.get()));
        }
    }
}
