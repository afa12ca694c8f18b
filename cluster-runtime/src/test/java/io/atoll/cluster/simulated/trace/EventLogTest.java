package io.atoll.cluster.simulated.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.LongStream;

class EventLogTest {
    private static final int CAPACITY = 1024;

    private static EventLog withEvents(int count) {
        EventLog log = new EventLog(CAPACITY);
        for (int i = 0; i < count; i++) {
            log.add(TraceKind.TIMER, i, 1, i, 2L * i, 3, 4, "thread");
        }
        return log;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 5000})
    void shouldKeepTheLastEventsAndSayHowManyItDropped(int count) {
        EventLog log = withEvents(count);
        int kept = Math.min(count, CAPACITY);

        assertEquals(count - kept, log.dropped());
        assertEquals(
                LongStream.range(count - kept, count).boxed().toList(),
                log.events().stream().map(TraceEvent::number).toList());
    }

    @Test
    void shouldGiveBackWhatItWasTold() {
        assertEquals(
                new TraceEvent(TraceKind.TIMER, 4999, 1, 4999, 9998, 3, 4, "thread"),
                withEvents(5000).get(CAPACITY - 1));
    }

    @Test
    void shouldRefuseACapacityThatIsNoPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new EventLog(3000));
    }

    @Test
    void shouldKnowAMessageThatIsFoundAgain() {
        TracedRing ring = new EventLog().addRing(0);
        ring.send("client");
        ring.send("client");

        assertEquals(
                List.of(0L, -1L, 1L),
                List.of(ring.find("server", 0), ring.find("server", 0), ring.find("server", 64)));
        assertEquals("client>server", ring.name());
    }
}
