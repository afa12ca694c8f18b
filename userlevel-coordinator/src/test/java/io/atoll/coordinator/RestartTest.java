package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.cluster.memory.MemoryMap;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;
import io.atoll.kernel.LockingDiscipline;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A system with everything in it boots, runs and stops many times; nothing of it stays: no thread,
 * no region of memory, no mapping of the process. Also with more cores than the host has. Each time
 * the clusters start in another order and with other overlaps; {@code -Datoll.restarts} asks for
 * more of them.
 */
@Timeout(120)
class RestartTest {
    private static final int TIMES = Integer.getInteger("atoll.restarts", 60);

    private static SystemBuilder system(int cores) {
        int last = cores - 1;
        return SystemBuilder.named("again")
                .memoryRegion("shared", 0x4000)
                .protectionDomain(
                        "server",
                        pd ->
                                pd.priority(200)
                                        .cpu(last)
                                        .map("shared", 0x10_0000)
                                        .program(CrashTest.Server.class))
                .protectionDomain(
                        "client",
                        pd ->
                                pd.priority(100)
                                        .map("shared", 0x10_0000)
                                        .program(CoordinatorTest.Rival.class))
                .protectionDomain("first", pd -> pd.program(CoordinatorTest.Ponger.class))
                .protectionDomain(
                        "second", pd -> pd.cpu(last).program(CoordinatorTest.Ponger.class))
                .protectionDomain("adder", pd -> pd.cpu(last).program(CrashTest.OutOfMemory.class))
                .channel(EndBuilder.end("first").id(1), EndBuilder.end("second").id(2))
                .channel(EndBuilder.end("client").id(0).pp(), EndBuilder.end("server").id(0));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "5, 1", "1, 2", "2, 2"})
    void shouldLeaveNothingBehind(int clusters, int coresPerCluster) throws Exception {
        once(clusters, coresPerCluster); // classes, and threads of the JVM, that are made once
        long regions = MemoryMap.liveRegions();
        long threads = threadsOfMachines();
        long mappings = mappings();

        for (int i = 1; i < TIMES; i++) {
            once(clusters, coresPerCluster);
        }

        assertEquals(regions, MemoryMap.liveRegions());
        // A thread may be there a moment longer than the executor that it left.
        while (threadsOfMachines() > threads) {
            Thread.onSpinWait();
        }
        // The JVM maps for itself now and then; a leaked machine would be hundreds of them.
        assertTrue(
                mappings() < mappings + 50,
                () -> "%d mappings before, %d after".formatted(mappings, mappings()));
    }

    private static void once(int clusters, int coresPerCluster) throws Exception {
        SystemBuilder system = system(clusters * coresPerCluster);
        try (RunningSystem running =
                RunningSystem.bootShared(
                        clusters, coresPerCluster, LockingDiscipline.LOCK_FREE_FASTPATH, system)) {
            List<String> printed = running.untilIdle();
            assertTrue(printed.contains("first: ten on channel 1"), printed::toString);
            assertTrue(printed.contains("client: mine is in 0"), printed::toString);
        }
    }

    private static long threadsOfMachines() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("atoll-"))
                .count();
    }

    private static long mappings() {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.exists(maps)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
