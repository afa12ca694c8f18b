package io.atoll.cluster.simulated;

import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Programs for which time passes: as they are, but the system calls that they are given tell the
 * machine before they go to the kernel. So neither the kernel nor a program has to know. Used by
 * the machine's thread.
 */
final class SimulatedPrograms {
    private final SimulatedMachine machine;

    /** The same program has the same address, so it needs the same stand-in. */
    private final Map<Program, Program> known = new IdentityHashMap<>();

    SimulatedPrograms(SimulatedMachine machine) {
        this.machine = machine;
    }

    Program inTime(Program program) {
        return switch (program) {
            case InTime _ -> program;
            case EventsInTime _ -> program;
            case StackfulProgram direct -> inTime(direct);
            case StacklessProgram handler ->
                    known.computeIfAbsent(handler, _ -> new EventsInTime(this, handler));
        };
    }

    StackfulProgram inTime(StackfulProgram program) {
        return (StackfulProgram) known.computeIfAbsent(program, _ -> new InTime(this, program));
    }

    private SimulatedSystemCalls systemCalls(Sel4 sel4) {
        return new SimulatedSystemCalls(machine, this, sel4);
    }

    private void enter(KernelPath path) {
        machine.running().enter(path);
    }

    /** A program in direct style. */
    private record InTime(SimulatedPrograms all, StackfulProgram program)
            implements StackfulProgram {
        @Override
        public void run(Sel4 sel4) {
            all.machine.running().left();
            program.run(all.systemCalls(sel4));
            all.enter(KernelPath.EXIT);
        }
    }

    /** An event handler. */
    private record EventsInTime(SimulatedPrograms all, StacklessProgram program)
            implements StacklessProgram {
        @Override
        public void start(Sel4 sel4, NextSystemCall next) {
            all.machine.running().left();
            program.start(all.systemCalls(sel4), next);
            all.enter(pathOf(next));
        }

        @Override
        public void message(long badge, long info, NextSystemCall next) {
            all.machine.running().left();
            program.message(badge, info, next);
            all.enter(pathOf(next));
        }

        private static KernelPath pathOf(NextSystemCall next) {
            return switch (next.kind()) {
                case REPLY_RECV -> KernelPath.REPLY_RECEIVE;
                case RECV, WAIT, NB_SEND_RECV, NB_SEND_WAIT -> KernelPath.RECEIVE;
                case EXIT -> KernelPath.EXIT;
            };
        }
    }
}
