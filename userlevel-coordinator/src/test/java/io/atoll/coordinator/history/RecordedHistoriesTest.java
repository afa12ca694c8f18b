package io.atoll.coordinator.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class RecordedHistoriesTest {
    private static final RegisterModel REGISTER = new RegisterModel(0);

    private final RecordedHistories histories = new RecordedHistories();

    private HistoryReport.Called called(int cluster, String thread, long ticks, String operation) {
        HistoryReport.Called call = new HistoryReport.Called("x", operation, List.of());
        histories.reported(cluster, thread, ticks, new HistoryReport.Begun("x", REGISTER));
        histories.reported(cluster, thread, ticks, call);
        return call;
    }

    private List<Operation> operations(long origin) {
        return histories.all(origin).getFirst().operations();
    }

    /** Two equal operations of two programs, ended in the other order. */
    @Test
    void shouldTellEqualOperationsApart() {
        HistoryReport.Called first = called(0, "a", 1, "read");
        HistoryReport.Called second = called(1, "b", 2, "read");
        histories.reported(1, "b", 3, new HistoryReport.Answered(second, 7L));
        histories.reported(0, "a", 4, new HistoryReport.Answered(first, 8L));

        assertEquals("read() = 8", operations(0).get(0).toText());
        assertEquals("read() = 7", operations(0).get(1).toText());
    }

    @Test
    void shouldKeepWhatNeverEndedAndForgetWhatWasRefused() {
        called(0, "a", 1, "read");
        HistoryReport.Called refused = called(0, "b", 2, "read");
        histories.reported(0, "b", 3, new HistoryReport.Refused(refused));

        assertEquals(1, operations(0).size());
        assertTrue(operations(0).getFirst().isPending());
    }

    @Test
    void shouldCountFromTheOrigin() {
        HistoryReport.Called call = called(0, "a", 1_000, "read");
        histories.reported(0, "a", 1_005, new HistoryReport.Answered(call, 0L));

        assertEquals(0, operations(1_000).getFirst().calledTicks());
        assertEquals(5, operations(1_000).getFirst().answeredTicks());
    }

    /** As initial tasks are, in each cluster. */
    @Test
    void shouldTellThreadsOfOneNameApart() {
        called(0, "rootserver", 1, "read");
        called(1, "rootserver", 2, "read");

        assertEquals("rootserver of cluster 0", operations(0).get(0).process());
        assertEquals("rootserver of cluster 1", operations(0).get(1).process());
    }
}
