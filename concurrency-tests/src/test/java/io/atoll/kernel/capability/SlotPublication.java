package io.atoll.kernel.capability;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two fastpaths that are the first to look at a page of a {@link SlotTable}. First two figures: the
 * core found an empty slot as it must be. Third: both found the same one, and who looks again does.
 */
@Description("Whoever puts the page in its place first, the other takes: no slot exists twice.")
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Both found the same slot.")
@Outcome(expect = FORBIDDEN, desc = "There were two slots of one place, or one half made.")
public class SlotPublication {
    private static int isEmpty(Slot slot) {
        return slot.isEmpty() ? 1 : 0;
    }

    @JCStressTest
    @JCStressMeta(SlotPublication.class)
    @State
    public static class Right {
        final SlotTable table = new SlotTable(4);
        Slot found;
        Slot alsoFound;

        @Actor
        public void first(III_Result result) {
            found = table.get(1);
            result.r1 = isEmpty(found);
        }

        @Actor
        public void second(III_Result result) {
            alsoFound = table.get(1);
            result.r2 = isEmpty(alsoFound);
        }

        @Arbiter
        public void afterwards(III_Result result) {
            result.r3 = found == alsoFound && table.get(1) == found ? 1 : 0;
        }
    }

    /** A page that is put in its place without looking whether there is one. */
    @JCStressTest
    @JCStressMeta(SlotPublication.class)
    @State
    public static class LooksAndThenPuts {
        final Slot[][] pages = new Slot[1][];
        Slot found;
        Slot alsoFound;

        private Slot get() {
            if (pages[0] == null) {
                pages[0] = Slot.array(4);
            }
            return pages[0][1];
        }

        @Actor
        public void first(III_Result result) {
            found = get();
            result.r1 = isEmpty(found);
        }

        @Actor
        public void second(III_Result result) {
            alsoFound = get();
            result.r2 = isEmpty(alsoFound);
        }

        @Arbiter
        public void afterwards(III_Result result) {
            result.r3 = found == alsoFound && get() == found ? 1 : 0;
        }
    }
}
