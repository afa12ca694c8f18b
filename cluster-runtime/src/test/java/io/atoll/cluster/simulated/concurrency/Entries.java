package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;
import io.atoll.cluster.simulated.cache.Interconnect;
import io.atoll.cluster.simulated.cache.LineAccess;
import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.Distance;
import io.atoll.kernel.LockingDiscipline;

import java.util.ArrayList;
import java.util.List;

/** An image whose cores enter the kernel as a test says, each entry with the same work. */
final class Entries {
    static final int WORK = 300;
    static final int TRANSFER = 12;

    static final CostModel COSTS =
            CostModel.preset("mail").with(Cost.LOCK_ACQUIRE, 46).with(Cost.LOCK_RELEASE, 31);

    final ConcurrencyControl control;
    private final Interconnect interconnect;
    private final List<Clock> clocks = new ArrayList<>();

    Entries(int cores, LockingDiscipline discipline) {
        this(cores, discipline, COSTS);
    }

    Entries(int cores, LockingDiscipline discipline, CostModel costs) {
        interconnect =
                new Interconnect(cores, costs, (_, cycles) -> cycles, (_, _) -> Distance.SAME_L2);
        for (int i = 0; i < cores; i++) {
            clocks.add(new Clock(i));
        }
        control = ConcurrencyControl.of(discipline, costs, interconnect, clocks);
    }

    /** A line that a core has used. */
    CacheLine line(int core) {
        return interconnect.newKernelLine(core);
    }

    /** A slow path; returns when it is over. */
    long slow(int core, long at, boolean writes, CacheLine... lines) {
        return slowAhead(core, at, at, writes, lines);
    }

    /**
     * A slow path of a core whose clock is ahead of those that are still to come, as that of one
     * which has waited and then takes an interrupt.
     */
    long slowAhead(int core, long inOrder, long at, boolean writes, CacheLine... lines) {
        Clock clock = clocks.get(core);
        clock.begin(at);
        clock.arrivalCycles = inOrder;
        control.enter(core);
        touch(core, writes, lines);
        control.leave(core);
        control.exit(core);
        return clock.cycles;
    }

    long slow(int core, long at, CacheLine... lines) {
        return slow(core, at, true, lines);
    }

    /** A fastpath; returns when it is over. */
    long fast(int core, long at, CacheLine... lines) {
        Clock clock = clocks.get(core);
        clock.begin(at);
        control.enterFastpath(core);
        touch(core, true, lines);
        clock.hasTakenFastpath = true;
        control.leaveFastpath(core);
        control.exit(core);
        return clock.cycles;
    }

    /** A fastpath that cannot be taken to its end, and then the slow path. */
    long failedFast(int core, long at, CacheLine... lines) {
        Clock clock = clocks.get(core);
        clock.begin(at);
        control.enterFastpath(core);
        control.leaveFastpath(core);
        control.enter(core);
        touch(core, true, lines);
        control.leave(core);
        control.exit(core);
        return clock.cycles;
    }

    private void touch(int core, boolean writes, CacheLine... lines) {
        for (CacheLine line : lines) {
            control.touch(core, line, true, writes);
        }
    }

    private final class Clock implements EntryClock {
        private final int index;
        private long cycles;
        private long arrivalCycles;
        private boolean isPaid;
        private boolean hasTakenFastpath;

        Clock(int index) {
            this.index = index;
        }

        void begin(long at) {
            cycles = at;
            arrivalCycles = at;
            isPaid = false;
            hasTakenFastpath = false;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public long cycles() {
            return cycles;
        }

        @Override
        public long arrivalCycles() {
            return arrivalCycles;
        }

        @Override
        public void waitUntil(long until) {
            cycles = Math.max(cycles, until);
        }

        @Override
        public void spend(int spent) {
            cycles += spent;
        }

        @Override
        public void access(CacheLine line, LineAccess access) {
            cycles = interconnect.access(line, index, access, cycles);
        }

        @Override
        public void accessOutOfTurn(CacheLine line, LineAccess access) {
            cycles = interconnect.accessOutOfTurn(line, index, access, cycles);
        }

        @Override
        public void payForWork() {
            cycles += isPaid ? 0 : WORK;
            isPaid = true;
        }

        @Override
        public boolean hasTakenFastpath() {
            return hasTakenFastpath;
        }

        @Override
        public boolean isAsked() {
            return false;
        }
    }
}
