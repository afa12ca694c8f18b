package io.atoll.cluster;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoll.stress.Pause;
import io.atoll.stress.SharedMemory;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** {@link EndedClusters.Writer#add} against {@link EndedClusters}: a cluster before the count. */
@Description("The cluster before the count: one that is counted is known by its number.")
@Outcome(id = "-1", expect = ACCEPTABLE, desc = "None has ended yet.")
@Outcome(id = "5", expect = ACCEPTABLE, desc = "Cluster 5 has ended.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "Counted, and taken for cluster 0.")
public class EndedListPublication {
    private static final int CLUSTER = 5;

    /** No cluster has ended. */
    @State
    public static class Ended {
        final MemorySegment list = SharedMemory.zeroed();
        final EndedClusters.Writer writer = new EndedClusters.Writer(list);

        int first() {
            EndedClusters reader = writer.reader();
            return reader.count() == 0 ? -1 : reader.cluster(0);
        }
    }

    @JCStressTest
    @JCStressMeta(EndedListPublication.class)
    public static class Right {
        @Actor
        public void machine(Ended state) {
            state.writer.add(CLUSTER);
        }

        @Actor
        public void coordinator(Ended state, I_Result result) {
            result.r1 = state.first();
        }
    }

    @JCStressTest
    @JCStressMeta(EndedListPublication.class)
    public static class CountBeforeCluster {
        private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

        @Actor
        public void machine(Ended state) {
            INT.setRelease(state.list, 0L, 1);
            Pause.briefly(); // makes the bug frequent
            INT.set(state.list, (long) Integer.BYTES, CLUSTER);
        }

        @Actor
        public void coordinator(Ended state, I_Result result) {
            result.r1 = state.first();
        }
    }
}
