package io.atoll.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.lang.invoke.VarHandle;

/** The self-check of the tool: two that each store and then load (Dekker). */
@Description(
        "Of two that store, fence and then load what the other stored, one sees the other's store.")
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = ACCEPTABLE,
        desc = "One saw the other's store.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither saw the other's store.")
public class StoreThenLoad {
    @JCStressTest
    @JCStressMeta(StoreThenLoad.class)
    @State
    public static class Right {
        int x;
        int y;

        @Actor
        public void first(II_Result result) {
            x = 1;
            VarHandle.fullFence();
            result.r1 = y;
        }

        @Actor
        public void second(II_Result result) {
            y = 1;
            VarHandle.fullFence();
            result.r2 = x;
        }
    }

    @JCStressTest
    @JCStressMeta(StoreThenLoad.class)
    @State
    public static class WithoutFence {
        int x;
        int y;

        @Actor
        public void first(II_Result result) {
            x = 1;
            result.r1 = y;
        }

        @Actor
        public void second(II_Result result) {
            y = 1;
            result.r2 = x;
        }
    }
}
