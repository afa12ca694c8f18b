package io.atoll.cluster.simulated.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class FaultPlanTest {
    private static FaultPlan plan(String text) {
        return FaultPlan.parse("--faults", text);
    }

    @Nested
    class Text {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "delay=1us..1ms@0.5",
                    "delay=3us@1",
                    "coalesce=7ns..1s@0.001",
                    "torn=1us..50us@0.02",
                    "stall=1us..50us@0.25",
                    "slow=3*20us@2",
                    "slow=2..8*10us..100us@2",
                    "crash=0.01",
                    "torn-crash=0.5",
                    "memory=1",
                    "clock=1us..10ms@0.1",
                    "drop=0.25",
                    "at 5ms crash cluster 1",
                    "at 5000001ns crash core 3",
                    "at 2ms stall core 3 for 100us",
                    "at 2ms slow cluster 0 by 4 for 1ms",
                    "at 3ms clock cluster 1 by 5ms",
                    "at 3ms memory cluster 1 for 1ms",
                    "at event 1200 stall core 0 for 1us",
                    "at doorbell 3 of core 0 delay for 40us",
                    "at doorbell 3 of core 0 coalesce for 40us",
                    "at doorbell 3 of core 0 drop",
                    "at store 211 of core 0 torn for 50us",
                    "at store 211 of core 0 torn-crash",
                    "at retype 5 of cluster 1 memory",
                    "jitter=0",
                    "faulty-for=5ms",
                    "faulty-for=never",
                    "liveness-bound=1s",
                    "delay=1us@0.1,at 1ms crash cluster 0,jitter=3,faulty-for=7us"
                })
        void shouldReadBackWhatItWrites(String text) {
            assertEquals(text, plan(text).toString());
        }

        @Test
        void shouldReadAFileLineByLine() {
            FaultPlan read =
                    FaultPlan.parse(
                            "faults.txt",
                            """
                            # one of each
                            at 1ms crash cluster 0
                            delay=1us..2us@0.5   # drawn

                            jitter=0, faulty-for=1ms
                            """);

            assertEquals(
                    plan("delay=1us..2us@0.5,at 1ms crash cluster 0,jitter=0,faulty-for=1ms"),
                    read);
        }

        @Test
        void shouldTakeARangeOrARateAlone() {
            assertEquals("delay=2us..3us@0.1", plan("delay=2us..3us").toString());
            assertEquals("delay=1us..50us@0.7", plan("delay=0.7").toString());
            assertEquals("delay=1us..50us@0.7", plan("delay=@0.7").toString());
        }

        @Test
        void shouldHaveNothingButWhatAProgramMustSurviveByDefault() {
            assertEquals(
                    List.of("delay", "coalesce", "torn", "stall", "slow"),
                    plan("default").rates().stream().map(rate -> rate.kind().key()).toList());
        }

        @Test
        void shouldChangeTheDefaultAndAddToIt() {
            FaultPlan changed = plan("default,delay=0,stall=2us@3,crash=0.5");

            assertEquals(
                    "coalesce=1us..100us@0.05,torn=1us..50us@0.02,stall=2us@3,"
                            + "slow=2..8*10us..100us@2,crash=0.5",
                    changed.toString());
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "", " , ", "# nothing"})
        void shouldBeNothing(String text) {
            assertTrue(plan(text).isNone());
            assertEquals("none", plan(text).toString());
        }

        @Test
        void shouldEndTheFaultyPhaseNotBeforeTheLastThatIsWrittenDown() {
            assertEquals(100_000_000, plan("delay=1us").phaseNanos());
            assertEquals(
                    200_005_000,
                    plan("at 200ms stall core 0 for 5us,at 1ms crash core 0").phaseNanos());
            assertEquals(FaultPlan.ENDLESS, plan("delay=1us").withoutLiveness().phaseNanos());
        }
    }

    @Nested
    class Mistakes {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                textBlock =
                        """
                        delays=1us         | 'delays' is no fault; there are delay, coalesce, drop, torn, torn-crash, memory, stall, slow, crash, clock, and 'at TIME ...'
                        delay=1            us  | 'delay=1            us': '1            us' is no time; delay is such as delay=1us..50us@0.1
                        delay=5us..1us     | 'delay=5us..1us': a range goes from the smaller to the larger
                        delay=1us@2        | 'delay=1us@2': '2' is no chance; it is a number from 0 to 1
                        delay=1us@         | 'delay=1us@': '' is no chance; it is a number from 0 to 1
                        stall=1us@-1       | 'stall=1us@-1': '-1' is no rate; it is a number in a millisecond, from 0 to 1000
                        stall=1us@NaN      | 'stall=1us@NaN': 'NaN' is no rate; it is a number in a millisecond, from 0 to 1000
                        slow=1*1us         | 'slow=1*1us': how slow cannot be '1'; it is a whole number from 2 to 1000
                        crash=1us@0.1      | 'crash=1us@0.1' takes no time; it is such as crash=0.01
                        delay=1us,delay=2us | 'delay' is said twice
                        delay=0.6,drop=0.5 | the chances of one doorbell add up to more than 1
                        jitter=51          | jitter cannot be '51'; it is a number of percent from 0 to 50
                        faulty-for=soon    | faulty-for cannot be 'soon'; it is a time such as 5ms, or never
                        at 5ms             | 'at 5ms': something is missing at the end
                        at 5 crash core 1  | 'at 5 crash core 1': '5' is neither a time such as 5ms, nor event, doorbell, store or retype
                        at 5ms crash       | 'at 5ms crash': something is missing at the end
                        at 5ms burn core 1 | 'at 5ms burn core 1': 'burn' is no fault; there are delay, coalesce, drop, torn, torn-crash, memory, stall, slow, crash, clock
                        at 5ms crash node 1 | 'at 5ms crash node 1': 'node' is neither core nor cluster
                        at 5ms crash core x | 'at 5ms crash core x': 'x' is no number from 0 to 65536
                        at 5ms crash core 1 for 2us | 'at 5ms crash core 1 for 2us': 'for 2us' is too much
                        at 5ms stall core 1 | 'at 5ms stall core 1': 'for' is missing
                        at 5ms clock core 1 by 2us | 'at 5ms clock core 1 by 2us': clock is of a cluster
                        at 5ms clock cluster 1 by -2us | 'at 5ms clock cluster 1 by -2us': no clock goes back, and nothing lasts less than no time
                        at 5ms delay core 1 for 2us | 'at 5ms delay core 1 for 2us': delay is said as 'at doorbell N of core N delay'
                        at doorbell 1 of core 0 stall for 1us | 'at doorbell 1 of core 0 stall for 1us': stall comes at a time or an event
                        at retype 1 of core 0 memory | 'at retype 1 of core 0 memory': memory is refused at retype N of cluster N, or at a time
                        at doorbell 1 of core 0 drop,at doorbell 1 of core 0 drop | 'at doorbell 1 of core 0 drop': there is a fault at that doorbell already
                        """)
        void shouldBeSaidInOneSentence(String text, String sentence) {
            IllegalArgumentException wrong =
                    assertThrows(IllegalArgumentException.class, () -> plan(text));

            assertEquals("--faults: " + sentence, wrong.getMessage());
        }

        @Test
        void shouldNameTheLineOfAFile() {
            IllegalArgumentException wrong =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> FaultPlan.parse("my.faults", "delay=1us\n\nfoo\n"));

            assertTrue(wrong.getMessage().startsWith("my.faults:3: 'foo'"), wrong.getMessage());
        }

        @Test
        void shouldBeSaidOfWhatAMachineDoesNotHave() {
            FaultPlan named = plan("at 1ms crash cluster 2");
            named.check(3, core -> false);

            IllegalArgumentException wrong =
                    assertThrows(
                            IllegalArgumentException.class, () -> named.check(2, core -> true));

            assertEquals(
                    "'at 1ms crash cluster 2': this system runs on no cluster 2",
                    wrong.getMessage());
        }
    }
}
