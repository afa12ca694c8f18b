package io.atoll.coordinator.ring;

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

/** {@link RingHeader#format} against {@link RingHeader#check}. */
@Description("Capacity before magic: memory that is said to be a ring is one.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "No ring yet.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "A ring of that capacity.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "A ring without its capacity.")
public class RingFormat {
    private static final long MAGIC = 42;
    private static final long CAPACITY = 8;

    /** Memory that is no ring yet. */
    @State
    public static class Memory {
        final MemorySegment memory = SharedMemory.zeroed();
    }

    private static int attach(MemorySegment memory) {
        if (!RingHeader.isFormatted(memory)) {
            return 0;
        }
        try {
            RingHeader.check(memory, MAGIC, CAPACITY, "messages");
            return 1;
        } catch (CorruptRingException e) {
            return 2;
        }
    }

    @JCStressTest
    @JCStressMeta(RingFormat.class)
    public static class Right {
        @Actor
        public void sender(Memory state) {
            RingHeader.format(state.memory, MAGIC, CAPACITY);
        }

        @Actor
        public void receiver(Memory state, I_Result result) {
            result.r1 = attach(state.memory);
        }
    }

    @JCStressTest
    @JCStressMeta(RingFormat.class)
    public static class MagicBeforeCapacity {
        @Actor
        public void sender(Memory state) {
            RingHeader.WORD.setRelease(state.memory, RingHeader.MAGIC_OFFSET, MAGIC);
            Pause.briefly(); // makes the bug frequent
            RingHeader.WORD.set(state.memory, RingHeader.CAPACITY_OFFSET, CAPACITY);
        }

        @Actor
        public void receiver(Memory state, I_Result result) {
            result.r1 = attach(state.memory);
        }
    }
}
