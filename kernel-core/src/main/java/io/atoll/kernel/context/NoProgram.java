package io.atoll.kernel.context;

import io.atoll.kernel.object.ThreadObject;

/** A program counter at which no program begins: executing it is an instruction-fetch fault. */
final class NoProgram extends ExecutionContext {
    NoProgram(ThreadObject thread, long programCounter) {
        super(thread, programCounter);
    }

    @Override
    void execute() {
        systemCalls.instructionFetchFault(programCounter());
    }
}
