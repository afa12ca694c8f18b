package io.atoll.cluster.simulated;

import io.atoll.kernel.api.Debug;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.Memory;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Report;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.context.MemoryLocator;

/**
 * The system calls of one thread in virtual time: each tells the core that the thread runs on
 * before it goes to the kernel, and when it has come back. Used by the thread's program.
 */
final class SimulatedSystemCalls implements Sel4 {
    private final SimulatedMachine machine;
    private final SimulatedPrograms programs;
    private final Sel4 kernel;
    private Memory memory;

    SimulatedSystemCalls(SimulatedMachine machine, SimulatedPrograms programs, Sel4 kernel) {
        this.machine = machine;
        this.programs = programs;
        this.kernel = kernel;
    }

    /** The core on which the program runs now; it may be another one after each call. */
    private SimulatedCore core() {
        return machine.running();
    }

    private long back(long info) {
        core().left();
        return info;
    }

    @Override
    public IpcBuffer ipc() {
        return kernel.ipc();
    }

    @Override
    public Memory memory() {
        Memory made = memory;
        return made != null ? made : (memory = newMemory());
    }

    private Memory newMemory() {
        Memory own = kernel.memory();
        return new SimulatedMemory(machine, own, new MemoryLocator(core().kernelCore().image, own));
    }

    @Override
    public void send(long destination, long info) {
        core().enter(KernelPath.SEND);
        kernel.send(destination, info);
        core().left();
    }

    @Override
    public void nbSend(long destination, long info) {
        core().enter(KernelPath.SEND);
        kernel.nbSend(destination, info);
        core().left();
    }

    @Override
    public long call(long destination, long info) {
        core().enter(KernelPath.CALL);
        return back(kernel.call(destination, info));
    }

    @Override
    public long recv(long source, long reply) {
        core().enter(KernelPath.RECEIVE);
        return back(kernel.recv(source, reply));
    }

    @Override
    public long nbRecv(long source, long reply) {
        core().enter(KernelPath.POLL);
        return polled(kernel.nbRecv(source, reply));
    }

    @Override
    public long await(long source) {
        core().enter(KernelPath.RECEIVE);
        return back(kernel.await(source));
    }

    @Override
    public long nbAwait(long source) {
        core().enter(KernelPath.POLL);
        return polled(kernel.nbAwait(source));
    }

    /** A poll that found something is no look in vain. */
    private long polled(long info) {
        core().left();
        if (kernel.ipc().senderBadge() != 0) {
            core().polling().gotOn();
        }
        return info;
    }

    @Override
    public long replyRecv(long source, long info, long reply) {
        core().enter(KernelPath.REPLY_RECEIVE);
        return back(kernel.replyRecv(source, info, reply));
    }

    @Override
    public long nbSendRecv(long destination, long info, long source, long reply) {
        core().enter(KernelPath.RECEIVE);
        return back(kernel.nbSendRecv(destination, info, source, reply));
    }

    @Override
    public long nbSendWait(long destination, long info, long source) {
        core().enter(KernelPath.RECEIVE);
        return back(kernel.nbSendWait(destination, info, source));
    }

    @Override
    public void yieldNow() {
        core().enter(KernelPath.YIELD);
        kernel.yieldNow();
        core().left();
    }

    @Override
    public void preemptionPoint() {
        core().compute(0);
        kernel.preemptionPoint();
        core().left();
    }

    @Override
    public void compute(int cycles) {
        core().compute(cycles);
        kernel.preemptionPoint();
        core().left();
    }

    @Override
    public long readClock() {
        core().clockRead();
        return kernel.readClock();
    }

    @Override
    public long tlsBase() {
        return kernel.tlsBase();
    }

    @Override
    public long entryPoint(Program program) {
        return kernel.entryPoint(programs.inTime(program));
    }

    @Override
    public void unknownSystemCall(long number) {
        core().enter(KernelPath.FAULT);
        kernel.unknownSystemCall(number);
        core().left();
    }

    @Override
    public void userException(int number, int code) {
        core().enter(KernelPath.FAULT);
        kernel.userException(number, code);
        core().left();
    }

    @Override
    public Debug debug() {
        return kernel.debug();
    }

    @Override
    public void debugPutString(String text) {
        core().enter(KernelPath.PRINT);
        kernel.debugPutString(text);
        core().left();
    }

    /** A cycle, and those whose time is earlier go first: so reports come by their times. */
    @Override
    public void debugReport(Report report) {
        core().report();
        kernel.debugReport(report);
    }
}
