package io.atoll.coordinator.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The explorer itself, on the litmus tests of x86-TSO (Sewell et al., CACM 2010). */
class TsoExplorerTest {
    private enum Word {
        X,
        Y,
        RESULT
    }

    /** SB: each stores its word, then loads the other's, and publishes what it saw plus one. */
    private static TsoProgram storeThenLoad(Word own, Word other, boolean fenced) {
        return new TsoProgram("writer of " + own, 1)
                .store(own, 1)
                .when(fenced, TsoProgram::fence)
                .load(0, other)
                .jumpIf(registers -> registers[0] != 0, "saw it")
                .await(Word.RESULT)
                .label("saw it")
                .store(Word.RESULT, 1)
                .end();
    }

    /** If both see 0, both sleep: the store buffers have hidden the stores. */
    @Test
    void shouldLetALoadOvertakeAnEarlierStore() {
        String failure =
                TsoExplorer.explore(
                                Word.values(),
                                storeThenLoad(Word.X, Word.Y, false),
                                storeThenLoad(Word.Y, Word.X, false))
                        .failure();

        assertNotNull(failure);
        assertTrue(failure.endsWith("for ever asleep: [writer of X, writer of Y]\n"), failure);
    }

    @Test
    void shouldNotLetALoadOvertakeAFence() {
        assertNull(
                TsoExplorer.explore(
                                Word.values(),
                                storeThenLoad(Word.X, Word.Y, true),
                                storeThenLoad(Word.Y, Word.X, true))
                        .failure());
    }

    /** MP: stores become visible in order, so who sees the flag sees the data. */
    @Test
    void shouldKeepStoresInOrder() {
        TsoProgram writer = new TsoProgram("writer", 0).store(Word.X, 1).store(Word.Y, 1).end();

        assertNull(TsoExplorer.explore(Word.values(), writer, flagReader()).failure());
    }

    @Test
    void shouldShowTheShortestWayToABrokenClaim() {
        TsoProgram writer = new TsoProgram("writer", 0).store(Word.Y, 1).store(Word.X, 1).end();

        assertEquals(
                """
                writer stores Y = 1
                writer's Y = 1 reaches memory
                reader loads Y: 1
                reader loads X: 0
                not so: the data is there
                """,
                TsoExplorer.explore(Word.values(), writer, flagReader()).failure());
    }

    private static TsoProgram flagReader() {
        return new TsoProgram("reader", 2)
                .load(0, Word.Y)
                .jumpIf(registers -> registers[0] == 0, "end")
                .load(1, Word.X)
                .check(registers -> registers[1] == 1, "the data is there")
                .label("end")
                .end();
    }

    /** A thread sees its own stores before anybody else does. */
    @Test
    void shouldForwardAThreadsOwnStores() {
        TsoProgram alone =
                new TsoProgram("alone", 1)
                        .store(Word.X, 1)
                        .store(Word.X, 2)
                        .load(0, Word.X)
                        .check(registers -> registers[0] == 2, "the last store counts")
                        .end();

        assertNull(TsoExplorer.explore(Word.values(), alone).failure());
    }

    @Test
    void shouldVisitEachStateOfALoopOnce() {
        TsoProgram spinner =
                new TsoProgram("spinner", 1)
                        .label("again")
                        .load(0, Word.X)
                        .jumpIf(registers -> registers[0] == 0, "again")
                        .end();
        TsoProgram writer = new TsoProgram("writer", 0).store(Word.X, 1).end();

        TsoExplorer.Outcome outcome = TsoExplorer.explore(Word.values(), spinner, writer);

        assertNull(outcome.failure());
        // Before the store, buffered, in memory, and seen.
        assertEquals(4, outcome.states());
    }
}
