package io.atoll.conformance.recordings;

import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

/**
 * A thread that executes the operations of its scripts, one after the other. The last operation of
 * a script waits at the thread's own notification: when it has returned, the next script follows.
 */
final class ScriptThread implements StackfulProgram {
    /** Is told what script threads observe. */
    interface Log {
        void observed(ScriptThread thread, Answer answer);
    }

    private final int number;
    private final Log log;
    private Step.Script script;
    private Step.Script next;
    private int operation;

    ScriptThread(int number, Log log) {
        this.number = number;
        this.log = log;
    }

    /** The script to follow, or to begin with when the thread is started. */
    void supply(Step.Script script) {
        next = script;
    }

    /** The thread is about to be started: whatever it was doing is abandoned. */
    void restart() {
        if (next != null) {
            script = next;
            next = null;
        }
        operation = 0;
    }

    /** The thread is gone. */
    void forget() {
        script = null;
    }

    int number() {
        return number;
    }

    Step.Script script() {
        return script;
    }

    /** Index of the operation that the thread has begun and not completed. */
    int operation() {
        return operation;
    }

    @Override
    public void run(Sel4 sel4) {
        SystemCallPerformer performer = new SystemCallPerformer(sel4);
        while (true) {
            log.observed(this, performer.perform(script.operations().get(operation)));
            if (operation < script.operations().size() - 1) {
                operation++;
            } else if (next != null) {
                restart();
            }
        }
    }
}
