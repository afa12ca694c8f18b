package io.atoll.conformance.machine;

import io.atoll.kernel.Core;
import io.atoll.kernel.InterruptLines;
import io.atoll.kernel.Processor;

import java.util.concurrent.locks.LockSupport;

/**
 * A core on a host thread of its own, in real time.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>machine, core, thread</td><td>anybody</td><td>before the threads are started</td><td>their
 * start</td></tr>
 * <tr><td>idle</td><td>anybody, volatile</td><td>own thread</td><td>–</td></tr>
 * </table>
 */
final class ThreadedProcessor implements Processor {
    private ThreadedMachine machine;
    private Core core;
    private Thread thread;

    /** For who wants to know what became of this core. */
    private volatile boolean idle;

    void attach(ThreadedMachine machine, Core core, Thread thread) {
        this.machine = machine;
        this.core = core;
        this.thread = thread;
    }

    Thread thread() {
        return thread;
    }

    /** The own thread: runs programs until the image stops. */
    void dispatchUntilStopped() {
        core.dispatchUntilIdle();
        while (!core.stopping) {
            idle = true;
            while (!core.interrupts.isPending()) {
                LockSupport.park(this);
            }
            idle = false;
            core.dispatchUntilIdle();
        }
    }

    /** Any thread. */
    void raise(int line) {
        core.interrupts.raise(line);
        LockSupport.unpark(thread);
    }

    boolean isIdle() {
        return idle;
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public void setDeadline(long ticks) {
        machine.alarms().set(core.index, ticks);
    }

    @Override
    public void raiseInterrupt(int machineCore, int line) {
        if (machineCore >= 0 && machineCore < machine.cores()) {
            machine.processor(machineCore).raise(line);
        }
    }

    @Override
    public void interrupt(int target) {
        raiseInterrupt(target, InterruptLines.ATTENTION);
    }

    @Override
    public int machineCores() {
        return machine.cores();
    }

    /** A cycle takes a nanosecond. */
    @Override
    public void charge(int cycles) {
        long end = System.nanoTime() + cycles;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
