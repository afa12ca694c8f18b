package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Traces of whole runs: that they are what Perfetto takes, and that they tell what happened. */
@Timeout(120)
class TraceTest {
    @TempDir private Path folder;

    private CommandRun sim(String... arguments) {
        List<String> all = new ArrayList<>(List.of("sim", "-q", "--no-store", "--seed", "7"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonNode trace(String system) throws IOException {
        Path file = folder.resolve("trace.json");
        sim(system, "--trace", file.toString());
        return new ObjectMapper().readTree(file.toFile());
    }

    private static List<JsonNode> events(JsonNode trace, String phase) {
        List<JsonNode> found = new ArrayList<>();
        trace.get("traceEvents")
                .forEach(
                        each -> {
                            if (each.get("ph").asText().equals(phase)) {
                                found.add(each);
                            }
                        });
        return found;
    }

    /** In millionths of a microsecond. */
    private static long picos(JsonNode event, String field) {
        return event.get(field).decimalValue().movePointRight(6).longValueExact();
    }

    private static String track(JsonNode event) {
        return event.get("pid") + "/" + event.get("tid");
    }

    /** Slices by track, in the order of the file. */
    private static Map<String, List<JsonNode>> slices(JsonNode trace) {
        Map<String, List<JsonNode>> byTrack = new TreeMap<>();
        events(trace, "X")
                .forEach(
                        slice ->
                                byTrack.computeIfAbsent(track(slice), _ -> new ArrayList<>())
                                        .add(slice));
        return byTrack;
    }

    @ParameterizedTest
    @ValueSource(strings = {"name-service", "token-ring", "crash", "initial-task"})
    void shouldNestSlicesAndNeverGoBackInTime(String system) throws IOException {
        slices(trace(system))
                .forEach(
                        (track, slices) -> {
                            Deque<Long> open = new ArrayDeque<>();
                            long before = 0;
                            for (JsonNode slice : slices) {
                                long begin = picos(slice, "ts");
                                long end = begin + picos(slice, "dur");
                                assertTrue(begin >= before, track + " goes back at " + slice);
                                before = begin;
                                while (!open.isEmpty() && open.peek() <= begin) {
                                    open.pop();
                                }
                                assertTrue(
                                        open.isEmpty() || end <= open.peek(),
                                        track + " overlaps at " + slice);
                                open.push(end);
                            }
                        });
    }

    @Test
    void shouldBindBothEndsOfEveryArrowToASlice() throws IOException {
        JsonNode trace = trace("name-service");
        Map<String, List<JsonNode>> slices = slices(trace);
        Map<String, JsonNode> starts = new HashMap<>();
        events(trace, "s").forEach(each -> starts.put(each.get("id").asText(), each));
        List<JsonNode> ends = events(trace, "f");

        assertEquals(starts.size(), ends.size());
        assertTrue(starts.size() > 20, "" + starts.size());
        for (JsonNode end : ends) {
            JsonNode start = starts.remove(end.get("id").asText());
            assertEquals(start.get("name"), end.get("name"));
            assertEquals(start.get("cat"), end.get("cat"));
            assertTrue(picos(start, "ts") <= picos(end, "ts"), end.toString());
            for (JsonNode side : List.of(start, end)) {
                long at = picos(side, "ts");
                assertTrue(
                        slices.get(track(side)).stream()
                                .anyMatch(
                                        slice ->
                                                picos(slice, "ts") < at
                                                        && at
                                                                < picos(slice, "ts")
                                                                        + picos(slice, "dur")),
                        "no slice around " + side);
            }
        }
        assertEquals(Map.of(), starts);
    }

    @Test
    void shouldTellWhoRanWhereAndWhatWasSent() throws IOException {
        JsonNode trace = trace("name-service");
        List<String> names =
                trace.get("traceEvents").findValuesAsText("name").stream().distinct().toList();

        assertTrue(
                names.containsAll(
                        List.of(
                                "client",
                                "server",
                                "receive",
                                "interrupt",
                                "client>server #0",
                                "server>client #2",
                                "coordinator-0>coordinator-1 #0",
                                "client: plus 3 makes 6")),
                names.toString());
        JsonNode about = trace.get("otherData");
        assertEquals("0x7", about.get("seed").asText());
        assertTrue(about.get("machine").asText().contains("modelled"), about.toString());
        assertEquals(0, about.get("earlierEventsCut").asLong());
    }

    /** A message is one cause: it is found once, by the receiver, after it was sent. */
    @Test
    void shouldHaveAnArrowForEveryMessage() throws IOException {
        List<String> arrows =
                events(trace("name-service"), "s").stream()
                        .map(each -> each.get("name").asText())
                        .filter(name -> name.startsWith("client>server"))
                        .toList();

        assertEquals(List.of("client>server #0", "client>server #1", "client>server #2"), arrows);
    }

    @Test
    void shouldNotChangeTheRun() {
        String traced =
                sim("name-service", "--trace", folder.resolve("t.json").toString()).out().getLast();

        assertEquals(hash(sim("name-service").out().getLast()), hash(traced));
    }

    private static String hash(String verdict) {
        return verdict.replaceAll(".*hash ([0-9a-f]{16}).*", "$1");
    }

    @Test
    void shouldDrawTheMessages() throws IOException {
        Path file = folder.resolve("m.svg");

        assertEquals(0, sim("name-service", "--messages", file.toString()).code());

        String svg = Files.readString(file);
        assertTrue(svg.contains("client&gt;server #0, by client at "), svg);
        assertTrue(svg.contains("client: adder is in cluster 1"), svg);
    }

    @Test
    void shouldSayInOneSentenceThatAFileCannotBeWritten() {
        CommandRun run = sim("hello", "--trace", folder.resolve("no/t.json").toString());

        assertEquals(2, run.code());
        assertTrue(
                run.complaint().matches("atoll: error: cannot write '.*': there is no such folder"),
                run.complaint());
    }

    @Test
    void shouldBeForTheSimulatedMachineOnly() {
        CommandRun run = CommandRun.of("run", "--no-store", "hello", "--trace", "t.json");

        assertEquals(2, run.code());
        assertTrue(run.complaint().contains("--trace is for the simulated machine"));
    }
}
