package io.atoll.cluster.simulated.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class CheckpointsTest {
    /** A run that goes another way at one event, and is as long. */
    private static Checkpoints run(int events, int differentAt) {
        Checkpoints checkpoints = new Checkpoints();
        for (int i = 0; i < events; i++) {
            checkpoints.add("kernel-entry", 0, i % 2, 10L * i + (i == differentAt ? 1 : 0), 0);
        }
        return checkpoints;
    }

    private static String difference(int events, int differentAt) {
        return Checkpoints.firstDifference(run(events, -1).all(), run(events, differentAt).all());
    }

    @Test
    void shouldFindTheVeryEventOfAShortRun() {
        assertEquals(
                "event 77 was kernel entry on core 1 at cycle 770, now kernel entry on core 1 at"
                        + " cycle 771",
                difference(1000, 77));
    }

    @Test
    void shouldSayBetweenWhichEventsOfALongRun() {
        String difference = difference(1_000_000, 700_001);

        assertTrue(
                difference.startsWith("an event after 699,904 and not after 700,160;"), difference);
    }

    @Test
    void shouldStayInItsMemory() {
        int kept = run(1_000_000, -1).all().size();

        assertTrue(kept > 2000 && kept <= 4096, "" + kept);
    }

    @Test
    void shouldSayThatAllIsTheSame() {
        assertEquals("the first 1,000 events are the same", difference(1000, -1));
    }

    @Test
    void shouldReadWhatItWrote() {
        List<Checkpoints.Checkpoint> all = run(100, -1).all();

        assertEquals(
                all,
                all.stream()
                        .map(Checkpoints.Checkpoint::toText)
                        .map(Checkpoints.Checkpoint::parse)
                        .toList());
        assertThrows(
                IllegalArgumentException.class, () -> Checkpoints.Checkpoint.parse("1 2 three"));
    }
}
