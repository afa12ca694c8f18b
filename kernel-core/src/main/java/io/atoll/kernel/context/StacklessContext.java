package io.atoll.kernel.context;

import io.atoll.kernel.Core;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.StacklessProgram;
import io.atoll.kernel.object.ThreadObject;

/**
 * Execution of an event handler: one event after the other for as long as its thread is the current
 * one. Then it has no frames, and the next events may run on any stack.
 */
final class StacklessContext extends ExecutionContext {
    private final StacklessProgram program;
    private final NextSystemCall next = new NextSystemCall();
    private boolean started;

    StacklessContext(ThreadObject thread, StacklessProgram program, long programCounter) {
        super(thread, programCounter);
        this.program = program;
    }

    @Override
    void execute() {
        boolean completed = false;
        try {
            Core core = thread.core;
            do {
                event();
                systemCalls.make(next);
            } while (core.current == thread && !abandoned && !core.stopping);
            completed = true;
        } finally {
            if (!completed) {
                // It threw: whoever restarts it begins it anew.
                started = false;
            }
        }
    }

    private void event() {
        if (!started) {
            started = true;
            thread.repeatCall = false;
            program.start(systemCalls, next);
        } else if (thread.repeatCall) {
            // The call made last was cancelled: the same again, without an event.
            thread.repeatCall = false;
        } else {
            program.message(thread.ipc.senderBadge(), thread.messageInfo, next);
        }
    }
}
