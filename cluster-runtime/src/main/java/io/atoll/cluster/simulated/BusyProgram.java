package io.atoll.cluster.simulated;

import java.util.List;

/**
 * A program that keeps the machine's one thread to itself: since it was first asked for, it has not
 * come to a point at which virtual time passes.
 *
 * @param cluster in which
 * @param cycles its core's time
 * @param place where in its code it was when it was last asked for, or empty
 * @param timesSeen how often it was asked for meanwhile
 */
public record BusyProgram(String name, int cluster, long cycles, String place, int timesSeen) {
    private static final List<String> NOT_PROGRAMS =
            List.of(
                    "java.",
                    "jdk.",
                    "io.atoll.kernel.",
                    "io.atoll.cluster.",
                    "io.atoll.coordinator.");

    static BusyProgram of(
            String name, int cluster, long cycles, StackTraceElement[] stack, BusyProgram before) {
        boolean isSame =
                before != null
                        && before.name.equals(name)
                        && before.cluster == cluster
                        && before.cycles == cycles;
        return new BusyProgram(
                name, cluster, cycles, place(stack), isSame ? before.timesSeen + 1 : 1);
    }

    private static String place(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (NOT_PROGRAMS.stream().noneMatch(frame.getClassName()::startsWith)) {
                return "%s.%s(%s:%d)"
                        .formatted(
                                frame.getClassName(),
                                frame.getMethodName(),
                                frame.getFileName(),
                                frame.getLineNumber());
            }
        }
        return "";
    }

    /** What is wrong, in one sentence. */
    public String toText() {
        return "no virtual time passes: '%s' in cluster %d does not come to a system call, a shared access that is told, or compute%s; a loop that polls a memory region through a window must do one of these"
                .formatted(name, cluster, place.isEmpty() ? "" : ", at " + place);
    }
}
