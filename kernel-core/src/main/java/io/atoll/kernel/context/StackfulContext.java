package io.atoll.kernel.context;

import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.object.ThreadObject;

/** Execution of a program in direct style: it keeps its stack while it is blocked. */
final class StackfulContext extends ExecutionContext {
    private final StackfulProgram program;

    StackfulContext(ThreadObject thread, StackfulProgram program, long programCounter) {
        super(thread, programCounter);
        this.program = program;
    }

    @Override
    void execute() {
        thread.repeatCall = false;
        program.run(systemCalls);
        systemCalls.exit();
    }
}
