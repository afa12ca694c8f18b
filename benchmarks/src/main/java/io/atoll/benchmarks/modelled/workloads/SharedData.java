package io.atoll.benchmarks.modelled.workloads;

import io.atoll.cluster.memory.SharedAccess;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;

import java.lang.foreign.MemorySegment;

/**
 * A service with data that all cores use: either a server on each core, which take a user-level
 * lock, or one server, which moves to its callers.
 *
 * @param active cores that call
 * @param isReplicated whether each core has a server
 * @param workCycles what a round takes besides, on the caller's side
 */
public record SharedData(int active, boolean isReplicated, int workCycles) implements Scenario {
    private static final long LINE_BYTES = 64;

    @Override
    public long sharedBytes() {
        return 2 * LINE_BYTES;
    }

    @Override
    public boolean isMeasured(int core) {
        return core < active;
    }

    @Override
    public Program server(Site site) {
        MemorySegment data = site.shared().asSlice(LINE_BYTES, LINE_BYTES);
        if (!isReplicated) {
            return Scenario.answering(site, _ -> SharedAccess.beforeStore(data.address()));
        }
        SpinLock lock = new SpinLock(site.shared());
        return Scenario.answering(
                site,
                sel4 -> {
                    lock.acquire(sel4);
                    SharedAccess.beforeStore(data.address());
                    lock.release();
                });
    }

    @Override
    public CoreProgram client(Site site) {
        if (site.core() >= active) {
            return new Idle(site);
        }
        long endpoint = isReplicated ? site.endpoint() : site.endpointOf(0);
        return new CoreProgram(site) {
            @Override
            protected void step(Sel4 sel4) {
                long began = site.tally().nowNanos();
                sel4.compute(workCycles);
                sel4.call(endpoint, 0);
                tell(sel4, began);
            }
        };
    }
}
