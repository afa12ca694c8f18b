package io.atoll.conformance.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The broken twins: a recording in which one observation is another one is, to the replayer, a
 * kernel that answers otherwise. It must be noticed, in exactly that line.
 */
class ReplayMutationsTest {
    private static final List<RecordingFile> CARRIED = Recordings.carried();

    private static RecordingFile first(String category) {
        return CARRIED.stream()
                .filter(file -> file.name().startsWith(category))
                .findFirst()
                .orElseThrow();
    }

    private static Mismatch replay(RecordingFile file, List<String> lines) throws Exception {
        ReplayResult result =
                new RecordingFile(file.name(), () -> lines).replay(ReplaySetup.ONE_CORE);
        assertFalse(result.isMatch(), "nothing was noticed");
        assertEquals(file.name(), result.mismatch().file());
        return result.mismatch();
    }

    private static int find(List<String> lines, String fits) {
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).matches(fits))
                .findFirst()
                .orElseThrow();
    }

    /** The first line that fits, changed. */
    private static Mismatch mutate(String category, String fits, UnaryOperator<String> change)
            throws Exception {
        RecordingFile file = first(category);
        List<String> lines = new ArrayList<>(file.text().lines());
        int index = find(lines, fits);
        lines.set(index, change.apply(lines.get(index)));
        Mismatch mismatch = replay(file, lines);
        assertEquals(index + 1, mismatch.line());
        return mismatch;
    }

    @Nested
    class OfOperations {
        private static final String CATEGORY = "NBIPC";

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

    @Nested
    class OfRuns {
        private static final String CATEGORY = "THREADS";
        private static final String EVENT = "ev .*";

        @Test
        void shouldNoticeThatTwoEventsChangePlaces() throws Exception {
            RecordingFile file = first(CATEGORY);
            List<String> lines = new ArrayList<>(file.text().lines());
            int index = find(lines, EVENT);
            while (!lines.get(index).startsWith("ev t=1 ")
                    || !lines.get(index + 1).startsWith("ev t=2 ")) {
                index++;
            }
            Collections.swap(lines, index, index + 1);
            Mismatch mismatch = replay(file, lines);
            assertEquals(index + 1, mismatch.line());
            assertEquals(lines.get(index), mismatch.expected());
            assertTrue(mismatch.got().startsWith("ev t=1 "));
        }

        @Test
        void shouldNoticeAnEventThatDoesNotHappen() throws Exception {
            RecordingFile file = first(CATEGORY);
            List<String> lines = new ArrayList<>(file.text().lines());
            int index = find(lines, "state .*");
            lines.add(index, "ev t=2 s=2 k=0 => done");
            Mismatch mismatch = replay(file, lines);
            assertEquals(index + 1, mismatch.line());
            assertTrue(mismatch.got().startsWith("no further event"), mismatch.got());
        }

        @Test
        void shouldNoticeAnEventThatIsNotRecorded() throws Exception {
            RecordingFile file = first(CATEGORY);
            List<String> lines = new ArrayList<>(file.text().lines());
            int last = find(lines, "state .*") - 1;
            assertTrue(lines.get(last).matches(EVENT));
            String removed = lines.remove(last);
            Mismatch mismatch = replay(file, lines);
            // At the state line, which took the place of the event.
            assertEquals(last + 1, mismatch.line());
            assertEquals(removed, mismatch.got());
        }

        @Test
        void shouldNoticeAnotherPositionOfAThread() throws Exception {
            mutate(CATEGORY, "state .*t2=s2@0.*", line -> line.replace("t2=s2@0", "t2=s2@1"));
        }

        @Test
        void shouldNoticeThatAThreadIsNotStarted() throws Exception {
            mutate(
                    CATEGORY,
                    "op .* start .*",
                    line -> line.replace("err=0:NoError", "err=2:InvalidCapability mr=[0]"));
        }
    }

    /** Any number that was observed, one more than it was. */
    @TestFactory
    Stream<DynamicTest> shouldNoticeAnyOtherNumber() {
        long seed = Long.getLong("atoll.seed", System.nanoTime());
        Random random = new Random(seed);
        return CARRIED.stream()
                .map(
                        file -> {
                            long own = random.nextLong();
                            String name = "%s, with -Datoll.seed=%d".formatted(file.name(), seed);
                            return dynamicTest(name, () -> changeNumber(file, new Random(own)));
                        });
    }

    /** Numbers that are compared, in what stands right of the arrow, and in positions. */
    private static final Pattern OBSERVED =
            Pattern.compile("(?<=badge=|err=|label=|mr=\\[|,|@)(0x[0-9a-f]+|[0-9]+)(?=[ :,\\]])");

    private static void changeNumber(RecordingFile file, Random random) throws Exception {
        List<String> lines = new ArrayList<>(file.text().lines());
        while (true) {
            int index = random.nextInt(lines.size());
            String line = lines.get(index);
            int from = line.startsWith("state ") ? 0 : line.indexOf("=> ");
            int to = Math.max(line.indexOf(" xc="), line.indexOf(" slots{"));
            if (from < 0) {
                continue;
            }
            List<MatchResult> numbers =
                    OBSERVED.matcher(line)
                            .results()
                            .filter(m -> m.start() > from && (to < 0 || m.start() < to))
                            .toList();
            if (numbers.isEmpty()) {
                continue;
            }
            MatchResult chosen = numbers.get(random.nextInt(numbers.size()));
            long other = RecordedNumber.parse(chosen.group()) + 1;
            lines.set(
                    index,
                    line.substring(0, chosen.start())
                            + RecordedNumber.format(other)
                            + line.substring(chosen.end()));
            assertEquals(index + 1, replay(file, lines).line(), lines.get(index));
            return;
        }
    }
}
