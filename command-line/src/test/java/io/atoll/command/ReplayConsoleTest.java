package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code atoll replay --console}: a run that misses a wake-up, gone through event by event. */
@Timeout(60)
class ReplayConsoleTest {
    private static final Pattern PLACE = Pattern.compile("after ([\\d,]+) of ([\\d,]+) events; .*");

    /** Of the whole run. */
    private static int events;

    /** Events after which the message is in the ring, and nobody has asked for a doorbell yet. */
    private static int sent;

    @TempDir private static Path folder;

    @BeforeAll
    static void fail() {
        CommandRun run =
                CommandRun.of(
                        "sim", "-q", "lost-wakeup", "--seed", "0x31", "--out", lost().toString());
        assertEquals(3, run.code());
        CommandRun stopped =
                console(lost(), List.of(), "break ring producer>consumer op=send", "cont");
        Matcher place = PLACE.matcher(answer(stopped).getLast());
        assertTrue(place.matches(), stopped.out()::toString);
        sent = Integer.parseInt(place.group(1).replace(",", ""));
        events = Integer.parseInt(place.group(2).replace(",", ""));
    }

    /** As the console writes them. */
    private static String after(int count) {
        return "after %,d of %,d events; next: ".formatted(count, events);
    }

    private static Path lost() {
        return folder.resolve("lost");
    }

    private static CommandRun console(Path run, List<String> options, String... lines) {
        List<String> arguments =
                new ArrayList<>(List.of("replay", "-q", run.toString(), "--console"));
        arguments.addAll(options);
        return typing(arguments, lines);
    }

    private static CommandRun typing(List<String> arguments, String... lines) {
        InputStream before = System.in;
        System.setIn(
                new ByteArrayInputStream(
                        (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            return CommandRun.of(arguments.toArray(String[]::new));
        } finally {
            System.setIn(before);
        }
    }

    private static CommandRun from(int events, String... lines) {
        return console(lost(), List.of("--to", Integer.toString(events)), lines);
    }

    /** What the last verb had to say. */
    private static List<String> answer(CommandRun run) {
        List<String> out = run.out();
        int prompt = out.size() - 2; // behind it the prompt at which the input ended
        while (!out.get(prompt).startsWith("(atoll) ")) {
            prompt--;
        }
        return out.subList(prompt + 1, out.size() - 1);
    }

    /** What each of these lines had to say, in one session; none of them moves the run. */
    private static List<String> answerAmong(CommandRun session, String line) {
        List<String> out = session.out();
        int first = out.indexOf("(atoll) " + line) + 1;
        assertTrue(first > 0, () -> "nobody asked '" + line + "'");
        int end = first;
        while (!out.get(end).startsWith("(atoll) ")) {
            end++;
        }
        return out.subList(first, end);
    }

    private static String[] linesOf(String table) {
        return table.lines().map(line -> line.split("\\|")[0].strip()).toArray(String[]::new);
    }

    private static void assertAnswer(String pattern, CommandRun run) {
        assertTrue(
                answer(run).stream().anyMatch(line -> line.matches(pattern)),
                () -> "no line is " + pattern + ": " + String.join("\n", run.out()));
    }

    @Nested
    class Moving {
        @Test
        void shouldStopBeforeTheFirstEvent() {
            CommandRun run = console(lost(), List.of(), "quit");

            assertEquals(0, run.code());
            assertTrue(run.out().getFirst().startsWith(after(0) + "core "), run.out()::toString);
            assertEquals("(atoll) quit", run.out().getLast());
        }

        @Test
        void shouldStopBeforeTheEvent() {
            CommandRun run = from(sent);

            assertTrue(
                    run.out()
                            .getFirst()
                            .matches(
                                    after(sent)
                                            + "core 1 at 6\\d+\\.\\d{3}"
                                            + " us, 'consumer' fetches producer>consumer, the"
                                            + " receiver's request for a doorbell"),
                    run.out().getFirst());
        }

        /** The story of the example, and that each event has what it led to beside it. */
        @Test
        void shouldShowWhatEachEventLedTo() {
            List<String> events = answer(from(sent - 1, "step 4"));

            assertEquals(4, events.size(), events::toString);
            assertTrue(
                    events.get(0)
                            .matches(
                                    " +"
                                            + sent
                                            + " .* producer +writes producer>consumer, slot 0; sent"
                                            + " producer>consumer #0"),
                    events::toString);
            assertTrue(
                    events.get(2)
                            .matches(
                                    " +"
                                            + (sent + 2)
                                            + " .* consumer +writes .*the receiver's request for a"
                                            + " doorbell"),
                    events::toString);
            assertTrue(
                    events.get(3)
                            .matches(
                                    " +"
                                            + (sent + 3)
                                            + " .* consumer +enters the kernel: receive; blocked on"
                                            + " ntfn notification_\\S+"),
                    events::toString);
        }

        @Test
        void shouldShowTheEventsOfOneClusterOnly() {
            List<String> events = answer(from(sent, "step 2 cluster 0"));

            assertEquals(2, events.stream().filter(line -> line.contains("core 0")).count());
            assertTrue(events.stream().noneMatch(line -> line.contains("core 1")));
        }

        @Test
        void shouldComeToTheSameEventAgainWhenItGoesBack() {
            CommandRun run = from(sent - 20, "step 20", "back 20", "step 20");
            int again = run.out().lastIndexOf("(atoll) step 20");

            assertEquals(run.out().subList(2, 22), run.out().subList(again + 1, again + 21));
        }

        @Test
        void shouldGoForwardsAndBack() {
            assertAnswer(after(100) + ".*", from(sent, "to 100"));
            assertAnswer(after(0) + ".*", from(sent, "to 0"));
            assertAnswer(after(sent - 1) + ".*", from(sent, "back"));
            assertAnswer(after(sent + 2) + ".*", from(sent, "until " + (sent + 2)));
            assertAnswer(after(sent + 4) + ".*", from(sent, "to " + (sent + 4)));
        }

        @Test
        void shouldGoBackFromTheEnd() {
            assertAnswer(after(events - 2) + ".*", from(sent, "cont", "back 2"));
        }

        @Test
        void shouldSayWhatThereIsToSayAtTheEnd() {
            List<String> end = answer(from(sent, "cont"));

            assertEquals(
                    "at the end, after %,d events: nothing can happen any more".formatted(events),
                    end.get(0));
            assertTrue(
                    end.get(1)
                            .matches(
                                    "the same events as in the run, hash [0-9a-f]{16}; it was FAIL"
                                            + " liveness"),
                    end.get(1));
        }

        @Test
        void shouldSayThatTheRunEndsBeforeAPlace() {
            assertEquals("the run ends before that", answer(from(sent, "until 1s")).getFirst());
        }
    }

    /** Every verb, again and again, in the middle of everything: the same events to the end. */
    @ParameterizedTest
    @ValueSource(strings = {"lost", "cores", "crashed"})
    void shouldNotBeAnotherRunWhateverIsLookedAt(String name) {
        Path run = folder.resolve(name);
        List<String> options = List.of("sim", "-q", "--seed", "5", "--out", run.toString());
        List<String> all = new ArrayList<>(options);
        switch (name) {
            case "cores" -> all.addAll(List.of("name-service", "--topology", "1x2"));
            case "crashed" ->
                    all.addAll(
                            List.of(
                                    "name-service",
                                    "--faults",
                                    "at 300us crash cluster 1",
                                    "--no-shrink"));
            default -> all.clear();
        }
        if (!all.isEmpty()) {
            CommandRun.of(all.toArray(String[]::new));
        }
        List<String> lines = new ArrayList<>(List.of("break fault", "break print"));
        for (int i = 0; i < 8; i++) {
            lines.addAll(
                    List.of(
                            "status",
                            "threads",
                            "sched",
                            "ring",
                            "doorbells",
                            "stats",
                            "caps coordinator-0",
                            "bt coordinator-0",
                            "thread coordinator-0",
                            "info topology",
                            "info memory",
                            "info links",
                            "info coordinator",
                            "mem coordinator-0 0x400000 16",
                            "step 53"));
        }
        lines.addAll(List.of("delete", "to 1", "cont"));

        CommandRun again = console(run, List.of(), lines.toArray(String[]::new));

        assertAnswer("the same events as in the run, hash [0-9a-f]{16}; it was .*", again);
    }

    @Nested
    class Stopping {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        ring producer>consumer           | .*'consumer' fetches producer>consumer, the receiver's request.*
                        ring producer>consumer op=send   | .*'consumer' fetches producer>consumer, the receiver's request.*
                        pd producer                      | .*next: core 0 at .*, 'producer' enters the kernel: call
                        doorbell coordinator-1           | .*a doorbell arrives, line \\d+ for coordinator-1
                        event 2000                       | after 2,000 of .*
                        time 600us                       | .*next: core . at 60\\d\\.\\d+ us.*
                        cluster 1                        | .*next: core 1 at .*
                        """)
        void shouldStopThere(String condition, String place) {
            CommandRun stopped = console(lost(), List.of(), "break " + condition, "cont");

            assertAnswer(place, stopped);
            assertAnswer("breakpoint 1: " + condition, stopped);
        }

        @Test
        void shouldNotStopWhereABreakpointWasDeleted() {
            assertAnswer(
                    "at the end, .*",
                    console(lost(), List.of(), "break event 100", "delete 1", "cont"));
        }

        @Test
        void shouldStopBeforeAPrint() {
            Path run = folder.resolve("printing");
            CommandRun.of("sim", "-q", "name-service", "--seed", "7", "--out", run.toString());

            CommandRun stopped =
                    console(run, List.of(), "break print makes 3", "cont", "step", "cont");

            int before = stopped.out().indexOf("(atoll) step");
            assertTrue(
                    stopped.out().get(before - 1).contains("'client' prints 'plus 2 makes 3'"),
                    stopped.out()::toString);
            assertTrue(
                    stopped.out().indexOf("client| plus 2 makes 3") > before,
                    stopped.out()::toString);
        }

        /** What was printed before is not printed again on the way back to it. */
        @Test
        void shouldPrintAgainOnlyWhatComesAfterThePlaceThatItGoesBackTo() {
            Path run = folder.resolve("again");
            CommandRun.of("sim", "-q", "name-service", "--seed", "7", "--out", run.toString());

            CommandRun twice = console(run, List.of(), "cont", "to 673us", "cont");

            List<String> printed =
                    twice.out().stream().filter(line -> line.startsWith("client| ")).toList();
            assertEquals(
                    1,
                    printed.stream().filter("client| plus 2 makes 3"::equals).count(),
                    printed::toString);
            assertEquals(
                    2,
                    printed.stream().filter("client| plus 3 makes 6"::equals).count(),
                    printed::toString);
        }
    }

    @Nested
    class Looking {
        private static final String THERE_IS =
                """
                status                 | cluster 1  core 1 +\\d+\\.\\d{3} us  idles
                status                 | link producer>consumer: 1 of 64 full, receiver armed
                threads 1              | cluster 1  consumer +blocked on ntfn +prio 100  core 1
                thread consumer        | consumer in cluster 1, core 1: blocked on ntfn notification_\\S+ .*rung by .*producer of cluster 0.*
                bt consumer            | \\s+at Consumer.received\\(Consumer.java:\\d+\\)
                bt producer            | \\s+at io.atoll.coordinator.channel.RingChannel.receive.*
                bt idle                | 'idle' has no Java stack now
                caps consumer          | \\s+0x1/64: notification_\\S+ .*
                sched 1                | core 1: current idle; ready nobody; waiting for budget nobody
                sched                  | Name\\s+State\\s+IP.*
                ring producer>consumer | sent 1  received 0  capacity 64  receiver armed yes  sender armed no  doorbell pending no
                ring producer>consumer | \\s+#0 sent by 'producer' at event \\d+, \\d+\\.\\d{3} us
                ring                   | link consumer>producer: empty, receiver armed
                doorbells              | no doorbell is on its way, or waits to be heard
                stats                  | events.message-sent +\\d+ count .*
                info topology          | cluster 0: core 0: coordinator-0, producer
                info memory            | link0-1: 2,097,152 bytes, shared by clusters \\[0, 1\\]
                info links             | link producer>consumer: 1 of 64 full, receiver armed
                info coordinator       | coordinator-0: blocked on recv .*
                mem link0-1 0x103000 8 | 0x103000  31 52 4c 4c 4c 4f 54 41 +1RLLLOTA
                help                   | step \\[n\\] \\[cluster N\\] +one event on.*
                help break             | \\s+break ring A>B .*
                """;

        private static CommandRun session;

        @BeforeAll
        static void ask() {
            session = from(events, linesOf(THERE_IS));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = THERE_IS)
        void shouldSayWhatThereIs(String line, String pattern) {
            List<String> answer = answerAmong(session, line);

            assertTrue(
                    answer.stream().anyMatch(each -> each.matches(pattern)),
                    () -> "no line is " + pattern + ": " + String.join("\n", answer));
        }

        @Test
        void shouldShowADoorbellOnItsWay() {
            assertAnswer(
                    "core 1 line \\d+, for coordinator-1: on its way, arrives at \\d+\\.\\d+ us",
                    console(
                            lost(),
                            List.of(),
                            "break doorbell coordinator-1",
                            "cont",
                            "back",
                            "doorbells"));
        }
    }

    @Nested
    class Refusing {
        private static final String CANNOT_BE =
                """
                stp                | there is no verb 'stp'; did you mean 'step'?
                jump               | there is no verb 'jump'; 'help' lists them
                step 0             | step: n cannot be '0'; it is a number from 1 to 10,000
                step cluster 9     | step: cluster cannot be '9'; it is a number from 0 to 1
                step 1 2           | step: there is nothing for '2' to say
                back 99999         | back: only <n> events have happened
                until 5            | until: <n> events have happened already; 'to' goes back
                until noon         | until cannot be 'noon'; it is a number of events such as 1200, or a virtual time such as 41.2us
                bt                 | bt needs name: bt name
                bt consumr         | there is no program 'consumr'; did you mean 'consumer'?
                ring 0             | there is no ring '0'; there is consumer>producer, coordinator-0>coordinator-1, coordinator-1>coordinator-0, producer>consumer
                break ring a       | a ring has the name of who sends and who receives, as client>server; 'a' is none
                break sometimes    | break: 'sometimes' is nothing to stop at; 'help break' says what is
                break pd           | break pd: of which? 'help break' shows the forms
                delete 7           | delete: there is no breakpoint 7
                mem nowhere 0 8    | there is no memory 'nowhere'; there is consumer, coordinator-0, coordinator-1, idle, link0-1, producer
                mem link0-1 0 9999 | mem: length cannot be '9999'; it is a number from 1 to 4,096
                info weather       | info: there is no topic 'weather'; it is topology, memory, links, or coordinator
                """;

        private static CommandRun session;

        @BeforeAll
        static void ask() {
            session = from(sent, linesOf(CANNOT_BE));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = CANNOT_BE)
        void shouldSayInOneSentenceWhatCannotBe(String line, String sentence) {
            List<String> answer = answerAmong(session, line);

            assertEquals(1, answer.size(), answer::toString);
            assertTrue(
                    answer.getFirst()
                            .matches(Pattern.quote(sentence).replace("<n>", "\\E[\\d,]+\\Q")),
                    answer.getFirst());
        }

        /** A script in which something is wrong has not done what it was to do. */
        @Test
        void shouldHaveAnExitCodeThatSaysSo() {
            assertEquals(2, session.code());
        }
    }

    @Test
    void shouldSayThatTheRunIsAtItsEnd() {
        assertEquals(
                List.of("the run is at its end; 'back' and 'to EVENT' lead to earlier events"),
                answer(from(events, "step")));
    }

    @Test
    void shouldSayThatItIsAnotherRun() throws IOException {
        Path other = folder.resolve("other");
        CommandRun.of("sim", "-q", "lost-wakeup", "--seed", "0x31", "--out", other.toString());
        Path configuration = other.resolve("config.resolved.toml");
        Files.writeString(
                configuration,
                Files.readString(configuration).replace("seed = \"0x31\"", "seed = \"0x32\""));

        CommandRun run = console(other, List.of(), "cont");

        assertEquals(5, run.code());
        assertAnswer("UNKNOWN: this is another run than the one of .*", run);
    }

    @Nested
    class InJson {
        private static CommandRun json(String... lines) {
            return console(lost(), List.of("--json", "--to", "" + sent), lines);
        }

        @Test
        void shouldAnswerWhatIsAskedInJson() {
            List<String> out =
                    json(
                                    "{\"execute\":\"step\",\"arguments\":{\"n\":2}}",
                                    "{\"execute\":\"ring\",\"arguments\":{\"A>B\":\"producer>consumer\"}}")
                            .out();

            assertEquals(3, out.size(), out::toString);
            assertTrue(out.get(0).startsWith("{\"return\":{\"events\":" + sent), out.get(0));
            assertTrue(out.get(1).contains("\"event\":" + (sent + 1)), out.get(1));
            assertTrue(out.get(2).contains("\"receiverArmed\":true"), out.get(2));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "step",
                    "{\"execute\":3}",
                    "{\"execute\":\"stp\"}",
                    "{\"execute\":\"step\",\"arguments\":{\"m\":1}}"
                })
        void shouldSayInJsonWhatCannotBe(String line) {
            CommandRun run = json(line);

            assertTrue(run.out().getLast().startsWith("{\"error\":\""), run.out()::toString);
            assertEquals(2, run.code());
        }
    }

    /** Of a run that nobody has seen yet; nothing of it is kept. */
    @Test
    void shouldGoThroughANewRunToo() {
        CommandRun plain = CommandRun.of("sim", "-q", "--no-store", "hello", "--seed", "7");
        CommandRun run =
                typing(List.of("sim", "-q", "hello", "--seed", "7", "--console"), "step", "cont");

        assertEquals(0, run.code());
        assertTrue(run.out().getFirst().startsWith("after 0 events; next: "), run.out()::toString);
        String hash = answer(run).getLast();
        assertTrue(hash.matches("hash [0-9a-f]{16}"), hash);
        assertTrue(plain.out().getLast().contains(hash), plain.out().getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seeds=3", "--check-determinism", "--trace=t.json"})
    void shouldGoThroughOneRunOnly(String option) {
        CommandRun wrong = CommandRun.of("sim", "hello", "--console", option);

        assertEquals(2, wrong.code());
        assertTrue(
                wrong.complaint().endsWith("one run: without " + option.replaceFirst("=.*", "")),
                wrong.complaint());
    }

    @Test
    void shouldSayThatJsonIsForTheConsole() {
        CommandRun wrong = CommandRun.of("replay", lost().toString(), "--json");

        assertEquals(2, wrong.code());
        assertTrue(wrong.complaint().contains("--console --json"), wrong.complaint());
    }
}
