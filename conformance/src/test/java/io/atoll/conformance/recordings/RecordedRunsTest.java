package io.atoll.conformance.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.atoll.kernel.LockingDiscipline;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The kernel answers as the real one did, in every recording that the project carries. */
class RecordedRunsTest {
    private static final List<RecordingFile> CARRIED = Recordings.carried();

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsRecorded() {
        return CARRIED.stream().map(file -> replays(file, ReplaySetup.ONE_CORE));
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsRecordedWithoutFastpaths() {
        return CARRIED.stream()
                .map(file -> replays(file, ReplaySetup.ONE_CORE.withFastpath(false)));
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsRecordedOnTheSecondOfTwoCores() {
        ReplaySetup second = ReplaySetup.ONE_CORE.onCore(1, 2);
        return CARRIED.stream().map(file -> replays(file, second));
    }

    @TestFactory
    Stream<DynamicTest> shouldAnswerAsRecordedUnderOneLockForAll() {
        ReplaySetup second =
                ReplaySetup.ONE_CORE.onCore(0, 2).withLocking(LockingDiscipline.BIG_LOCK);
        return CARRIED.stream().map(file -> replays(file, second));
    }

    private static DynamicTest replays(RecordingFile file, ReplaySetup setup) {
        return dynamicTest(
                file.name(),
                () -> {
                    ReplayResult result = file.replay(setup);
                    assertTrue(result.isMatch(), () -> result.mismatch().toString());
                    assertEquals(0, result.notReached());
                });
    }

    @Test
    void shouldCarryRecordingsOfEveryCategory() throws Exception {
        Set<String> categories = new TreeSet<>();
        for (RecordingFile file : Recordings.carried()) {
            categories.add(file.read().category());
        }
        assertEquals(
                new TreeSet<>(
                        Set.of(
                                "CHAINS",
                                "CNODE",
                                "DIRECTED",
                                "FAULTS",
                                "NBIPC",
                                "TCB",
                                "THREADS",
                                "UNTYPED",
                                "WRONGCAP")),
                categories);
    }
}
