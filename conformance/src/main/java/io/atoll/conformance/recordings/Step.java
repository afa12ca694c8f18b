package io.atoll.conformance.recordings;

import java.util.List;

/** One thing that happens in a recording. Each knows the number of the line it stands in. */
sealed interface Step {
    int line();

    /** A system call of thread 0. */
    record Operation(int line, SystemCall call, Answer expected, SlotChanges slots)
            implements Step {}

    /**
     * Thread {@code thread} is made to begin a script from its first operation.
     *
     * @param tcb CPtr of its control block
     */
    record Start(int line, int thread, long tcb, int script, Answer expected, SlotChanges slots)
            implements Step {}

    /** What a thread will do next: a script that it begins when started, or when it is woken. */
    record Script(int line, int thread, int number, List<SystemCall> operations) implements Step {}

    /** Thread 0 waits until no other thread is able to run. */
    record Run(int line, List<Event> events, State state) implements Step {}

    /** A thread observed the end of one operation of its script. */
    record Event(int line, int thread, int script, int operation, Answer expected) {}

    /** Where the threads are when nobody can run any more. */
    record State(int line, List<Position> positions, SlotChanges slots) {}

    /** A thread has begun an operation of a script and not completed it. */
    record Position(int thread, int script, int operation) {
        @Override
        public String toString() {
            return "t%d=s%d@%d".formatted(thread, script, operation);
        }
    }
}
