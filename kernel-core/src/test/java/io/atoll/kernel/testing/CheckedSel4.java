package io.atoll.kernel.testing;

import io.atoll.kernel.KernelImage;
import io.atoll.kernel.api.Debug;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.Memory;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Report;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;
import io.atoll.kernel.check.InvariantChecker;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The system calls of a thread, with all invariants of the image checked after each of them. A
 * program whose entry point is asked for here gets a {@code CheckedSel4} too, so that from a
 * checked initial task on every program is checked.
 */
public final class CheckedSel4 implements Sel4 {
    private final InvariantChecker checker;
    private final Sel4 sel4;

    /** The checked form of each program: the same one every time, for the same entry point. */
    private final Map<Program, Program> checked;

    /** Calls checked, of all programs together. */
    private final long[] calls;

    private CheckedSel4(
            InvariantChecker checker, Sel4 sel4, Map<Program, Program> checked, long[] calls) {
        this.calls = calls;
        this.checker = checker;
        this.sel4 = sel4;
        this.checked = checked;
    }

    /** For the initial task. */
    public CheckedSel4(KernelImage image, Sel4 sel4) {
        this(new InvariantChecker(image), sel4, new IdentityHashMap<>(), new long[1]);
    }

    long calls() {
        return calls[0];
    }

    private void check() {
        calls[0]++;
        checker.check();
    }

    private long checked(long answer) {
        check();
        return answer;
    }

    @Override
    public long readClock() {
        return sel4.readClock();
    }

    @Override
    public long entryPoint(Program program) {
        return checked(sel4.entryPoint(checked.computeIfAbsent(program, this::checkedProgram)));
    }

    private Program checkedProgram(Program program) {
        return switch (program) {
            case StackfulProgram stackful ->
                    (StackfulProgram)
                            own -> stackful.run(new CheckedSel4(checker, own, checked, calls));
            case StacklessProgram stackless -> new CheckedProgram(stackless);
        };
    }

    /** Checks before each event, for the system call before it was no call of an interface. */
    private final class CheckedProgram implements StacklessProgram {
        private final StacklessProgram program;

        CheckedProgram(StacklessProgram program) {
            this.program = program;
        }

        @Override
        public void start(Sel4 own, NextSystemCall next) {
            check();
            program.start(new CheckedSel4(checker, own, checked, calls), next);
        }

        @Override
        public void message(long badge, long info, NextSystemCall next) {
            check();
            program.message(badge, info, next);
        }
    }

    @Override
    public IpcBuffer ipc() {
        return sel4.ipc();
    }

    @Override
    public Memory memory() {
        return sel4.memory();
    }

    @Override
    public void send(long destination, long info) {
        sel4.send(destination, info);
        check();
    }

    @Override
    public void nbSend(long destination, long info) {
        sel4.nbSend(destination, info);
        check();
    }

    @Override
    public long call(long destination, long info) {
        return checked(sel4.call(destination, info));
    }

    @Override
    public long recv(long source, long reply) {
        return checked(sel4.recv(source, reply));
    }

    @Override
    public long nbRecv(long source, long reply) {
        return checked(sel4.nbRecv(source, reply));
    }

    @Override
    public long await(long source) {
        return checked(sel4.await(source));
    }

    @Override
    public long nbAwait(long source) {
        return checked(sel4.nbAwait(source));
    }

    @Override
    public long replyRecv(long source, long info, long reply) {
        return checked(sel4.replyRecv(source, info, reply));
    }

    @Override
    public long nbSendRecv(long destination, long info, long source, long reply) {
        return checked(sel4.nbSendRecv(destination, info, source, reply));
    }

    @Override
    public long nbSendWait(long destination, long info, long source) {
        return checked(sel4.nbSendWait(destination, info, source));
    }

    @Override
    public void yieldNow() {
        sel4.yieldNow();
        check();
    }

    @Override
    public void preemptionPoint() {
        sel4.preemptionPoint();
        check();
    }

    @Override
    public void compute(int cycles) {
        sel4.compute(cycles);
        check();
    }

    @Override
    public long tlsBase() {
        return sel4.tlsBase();
    }

    @Override
    public void unknownSystemCall(long number) {
        sel4.unknownSystemCall(number);
        check();
    }

    @Override
    public void userException(int number, int code) {
        sel4.userException(number, code);
        check();
    }

    @Override
    public Debug debug() {
        return sel4.debug();
    }

    @Override
    public void debugPutString(String text) {
        sel4.debugPutString(text);
        check();
    }

    @Override
    public void debugReport(Report report) {
        sel4.debugReport(report);
        check();
    }
}
