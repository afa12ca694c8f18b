package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.cluster.simulated.cost.Cost;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.kernel.footprint.KernelWork;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryWorkTest {
    private static int taken(String model, boolean isShared, KernelWork... done) {
        EntryWork work = new EntryWork(CostModel.preset(model), isShared);
        for (KernelWork each : done) {
            work.does(each);
        }
        return work.take();
    }

    /** sel4bench counts from the interrupt until the thread that waits for it runs. */
    @ParameterizedTest
    @CsvSource({
        "mail, 705",
        "mail+paths-odroid-c2, 862",
        "mail+paths-skylake, 1765",
        "mail+paths-skylake-skim, 1913",
        "mail+paths-tx1, 1006"
    })
    void shouldTakeWhatIsPublishedForAnInterruptThatWakes(String model, int publishedCycles) {
        assertEquals(publishedCycles, taken(model, false, KernelWork.INTERRUPT, KernelWork.WAKE));
    }

    @Test
    void shouldTakeLessForAnInterruptThatWakesNobody() {
        assertEquals(235, taken("mail", false, KernelWork.INTERRUPT));
    }

    @Test
    void shouldTakeOnceWhatAnEntryOfSeveralCoresTakesMore() {
        String model = "mail+paths-tx1";
        int multicore = CostModel.preset(model).of(Cost.MULTICORE);

        assertEquals(33, multicore);
        assertEquals(1006 + 33, taken(model, true, KernelWork.INTERRUPT, KernelWork.WAKE));
        assertEquals(330 + 33, taken(model, true, KernelWork.INTERRUPT));
        assertEquals(1129 - 250 + 33, taken(model, true, KernelWork.SIGNAL, KernelWork.WAKE));
    }

    @Test
    void shouldAddMitigationsOnceToAnInterruptThatWakes() {
        assertEquals(705 + 440, taken("mail+kpti", false, KernelWork.INTERRUPT, KernelWork.WAKE));
    }
}
