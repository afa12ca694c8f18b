package io.atoll.conformance.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The broken twins: a recording in which one observation is another one is, to the replayer, a
 * kernel that answers otherwise. It must be noticed, in exactly that line.
 */
class ReplayMutationsTest {
    private static final long SEED = Long.getLong("atoll.seed", 20);
    private static final String CATEGORY = "NBIPC";

    private static RecordingFile first(String category) {
        return Recordings.carried().stream()
                .filter(file -> file.name().startsWith(category))
                .findFirst()
                .orElseThrow();
    }

    private static Mismatch replay(String name, List<String> lines) throws Exception {
        ReplayResult result = new RecordingFile(name, () -> lines).replay(true);
        assertFalse(result.isMatch(), "nothing was noticed");
        return result.mismatch();
    }

    /** The first line that fits, changed. */
    private static Mismatch mutate(String category, String fits, UnaryOperator<String> change)
            throws Exception {
        RecordingFile file = first(category);
        List<String> lines = new ArrayList<>(file.text().lines());
        int index = 0;
        while (!lines.get(index).matches(fits)) {
            index++;
        }
        lines.set(index, change.apply(lines.get(index)));
        Mismatch mismatch = replay(file.name(), lines);
        assertEquals(index + 1, mismatch.line());
        assertEquals(file.name(), mismatch.file());
        return mismatch;
    }

    @Nested
    class OfOperations {
        @Test
        void shouldNoticeAnotherError() throws Exception {
            Mismatch mismatch =
                    mutate(
                            CATEGORY,
                            "op .* err=0:NoError mr=\\[\\] slots\\{T.*",
                            line -> line.replace("err=0:NoError", "err=3:IllegalOperation"));
            assertEquals("badge=0 label=3 mr=[]", mismatch.expected());
            assertEquals("badge=0 label=0 mr=[]", mismatch.got());
        }

        @Test
        void shouldNoticeAnotherBadge() throws Exception {
            Mismatch mismatch =
                    mutate(
                            CATEGORY,
                            "op .* => badge=0x[0-9a-f]+ info=keep .*",
                            line -> line.replaceAll("badge=0x[0-9a-f]+ ", "badge=0xabcdef "));
            assertEquals("badge=0xabcdef info=keep", mismatch.expected());
        }

        @Test
        void shouldNoticeASlotThatHoldsSomethingElse() throws Exception {
            Mismatch mismatch =
                    mutate(CATEGORY, "op .*T5=ntfn.*", line -> line.replace("T5=ntfn", "T5=ep"));
            assertEquals("T5=ep", mismatch.expected());
            assertEquals("T5=ntfn", mismatch.got());
        }

        @Test
        void shouldNoticeASlotThatIsNotSpokenOf() throws Exception {
            mutate(
                    CATEGORY,
                    "op .* slots\\{T.*",
                    line -> line.replaceAll("slots\\{.*\\}", "slots{}"));
        }

        @Test
        void shouldShowWhatHappenedBefore() throws Exception {
            Mismatch mismatch =
                    mutate(
                            CATEGORY,
                            "op 20 .*",
                            line -> line.replaceAll("slots\\{.*\\}", "slots{T0=null}"));
            assertTrue(mismatch.preceding().getLast().startsWith("op 19 "));
            assertTrue(mismatch.operation().startsWith("op 20 "));
        }
    }
}
