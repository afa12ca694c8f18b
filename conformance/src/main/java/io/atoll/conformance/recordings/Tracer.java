package io.atoll.conformance.recordings;

import io.atoll.kernel.api.Debug;
import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

import java.util.ArrayList;
import java.util.List;

/**
 * Thread 0 of a recording: performs its operations, starts the other threads, waits in each run
 * until none of them can go on, and compares all that is observed with what is recorded. Stops at
 * the first difference, for what follows depends on it.
 */
final class Tracer implements ScriptThread.Log {
    private static final int RESUME = 1;

    private final Recording recording;
    private final Comparison comparison;
    private final ScriptThread[] threads = new ScriptThread[WorldLayout.LAST_THREAD + 1];
    private Sel4 sel4;
    private Debug debug;
    private SystemCallPerformer performer;
    private MachineDifferences differences;

    /** What thread 0 is doing: a step that must end before anything else is observed. */
    private Step current;

    private Step.Run run;
    private int nextEvent;

    Tracer(Recording recording, Comparison comparison) {
        this.recording = recording;
        this.comparison = comparison;
        for (int i = 1; i < threads.length; i++) {
            threads[i] = new ScriptThread(i, this);
        }
    }

    /** Replays everything, as the calling thread, in whose CSpace the world is. */
    void replay(Sel4 sel4) {
        this.sel4 = sel4;
        this.debug = sel4.debug();
        this.performer = new SystemCallPerformer(sel4);
        this.differences = MachineDifferences.between(recording, sel4);
        for (Step step : recording.steps()) {
            current = step;
            switch (step) {
                case Step.Operation operation -> operation(operation);
                case Step.Script script -> threads[script.thread()].supply(script);
                case Step.Start start -> start(start);
                case Step.Run next -> run(next);
            }
            if (comparison.hasMismatch()) {
                return;
            }
        }
        current = null;
    }

    private void operation(Step.Operation step) {
        SystemCall call = differences.translate(step.call());
        Answer expected = differences.translate(step.call(), step.expected());
        compare(step.line(), expected, performer.perform(call), step.slots());
        if (comparison.hasMismatch()) {
            return;
        }
        if (call == step.call() && expected == step.expected()) {
            comparison.matched();
        } else {
            comparison.listed(NamedDifference.MAXIMUM_PERIOD);
        }
    }

    private void start(Step.Start step) {
        ScriptThread thread = threads[step.thread()];
        thread.restart();
        if (thread.script() == null || thread.script().number() != step.script()) {
            comparison.mismatch(
                    step.line(),
                    recording.line(step.line()),
                    "script " + step.script(),
                    "the recording supplies another script to that thread");
            return;
        }
        sel4.ipc().mr(0, RESUME);
        sel4.ipc().mr(1, 2);
        sel4.ipc().mr(2, sel4.entryPoint(thread));
        sel4.ipc().mr(3, 0);
        long info = MessageInfo.of(InvocationLabel.TCB_WRITE_REGISTERS, 4);
        long answer = sel4.call(step.tcb(), info);
        compare(step.line(), step.expected(), performer.received(answer), step.slots());
        if (!comparison.hasMismatch()) {
            comparison.matched();
        }
    }

    private void compare(int line, Answer expected, Answer actual, SlotChanges slots) {
        if (expected.isMetBy(actual)) {
            compareSlots(line, slots);
        } else {
            comparison.mismatch(line, recording.line(line), expected.toString(), actual.toString());
        }
    }

    private void run(Step.Run step) {
        run = step;
        nextEvent = 0;
        sel4.await(WorldLayout.DONE);
        run = null;
        if (comparison.hasMismatch()) {
            return;
        }
        if (nextEvent < step.events().size()) {
            missing(step.events().get(nextEvent));
            return;
        }
        List<Step.Position> positions = positions();
        int line = step.state().line();
        if (positions.equals(step.state().positions())) {
            compareSlots(line, step.state().slots());
        } else {
            String expected = step.state().positions().toString();
            comparison.mismatch(line, recording.line(step.line()), expected, positions.toString());
        }
        if (!comparison.hasMismatch()) {
            comparison.matched();
        }
    }

    private void missing(Step.Event event) {
        comparison.mismatch(
                event.line(),
                operationText(event.thread(), event.script(), event.operation()),
                recording.line(event.line()),
                "no further event; threads are at " + positions());
    }

    private List<Step.Position> positions() {
        List<Step.Position> positions = new ArrayList<>();
        for (int i = 1; i < threads.length; i++) {
            ScriptThread thread = threads[i];
            if (thread.script() != null) {
                positions.add(new Step.Position(i, thread.script().number(), thread.operation()));
            }
        }
        return positions;
    }

    /** A script thread completed an operation, while thread 0 waits. */
    @Override
    public void observed(ScriptThread thread, Answer answer) {
        if (comparison.hasMismatch()) {
            return;
        }
        Step.Event expected = nextExpected();
        if (expected != null
                && expected.thread() == thread.number()
                && expected.script() == thread.script().number()
                && expected.operation() == thread.operation()
                && expected.expected().isMetBy(answer)) {
            nextEvent++;
            comparison.matched();
        } else {
            unexpected(thread, answer, expected);
        }
    }

    private Step.Event nextExpected() {
        return run == null || nextEvent == run.events().size() ? null : run.events().get(nextEvent);
    }

    private void unexpected(ScriptThread thread, Answer answer, Step.Event expected) {
        int script = thread.script().number();
        int line;
        if (expected != null) {
            line = expected.line();
        } else {
            line = run == null ? current.line() : run.state().line();
        }
        String got =
                "ev t=%d s=%d k=%d => %s"
                        .formatted(thread.number(), script, thread.operation(), answer);
        comparison.mismatch(
                line,
                operationText(thread.number(), script, thread.operation()),
                recording.line(line),
                got);
    }

    /** Nobody but the lowest thread runs any more, and thread 0 does not wait for that. */
    void blocked() {
        int line = current.line();
        comparison.mismatch(
                line, recording.line(line), "thread 0 goes on", "thread 0 is blocked in it");
    }

    boolean isWaiting() {
        return run != null;
    }

    private String operationText(int thread, int script, int operation) {
        String prefix = "sop t=%d s=%d k=%d ".formatted(thread, script, operation);
        for (String line : recording.lines()) {
            if (line.startsWith(prefix)) {
                return line;
            }
        }
        return prefix;
    }

    private void compareSlots(int line, SlotChanges changes) {
        comparison.apply(changes);
        for (int slot = 0; slot < comparison.slotCount(); slot++) {
            int tag = debug.capIdentify(WorldLayout.cptr(slot));
            CapType expected = comparison.slot(slot);
            if (tag != expected.tag()) {
                String name = WorldLayout.name(slot);
                comparison.mismatch(
                        line,
                        recording.line(line),
                        name + "=" + expected,
                        name + "=" + CapType.nameOf(tag));
                return;
            }
        }
        forgetDeleted(changes);
    }

    /** Threads whose control block is gone are not spoken of until they are started again. */
    private void forgetDeleted(SlotChanges changes) {
        for (SlotChanges.Change change : changes.changes()) {
            int thread = change.slot() - WorldLayout.FIRST_TCB + 1;
            if (thread >= 1 && thread < threads.length && change.type() != CapType.THREAD) {
                threads[thread].forget();
            }
        }
    }
}
