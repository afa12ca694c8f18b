package io.atoll.cluster.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

/** The tournament against a list that is searched from one end to the other. */
class AgendaTest {
    private static final int STEPS = 4000;

    /** So few times that many cores have the same one, and so few places that these meet too. */
    private static final int TIMES = 7;

    private static final TieBreak TIES = (core, cycles) -> (core * 31L + cycles) % 5;

    /** The earliest of all cores but one, by time, place and number; -1 if nobody has a turn. */
    private static int firstBeside(long[] turns, int besides) {
        int first = -1;
        for (int core = 0; core < turns.length; core++) {
            if (core != besides
                    && turns[core] != Agenda.NEVER
                    && (first < 0 || comesBefore(turns, core, first))) {
                first = core;
            }
        }
        return first;
    }

    private static boolean comesBefore(long[] turns, int core, int other) {
        if (turns[core] != turns[other]) {
            return turns[core] < turns[other];
        }
        return TIES.of(core, turns[core]) < TIES.of(other, turns[other]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 37})
    void shouldNameTheCoreWhoseTimeIsEarliestAndWhoComesBehindIt(int cores) {
        long seed = 0xa9e7da + cores;
        Random random = new Random(seed);
        Agenda agenda = new Agenda(cores, TIES);
        long[] turns = new long[cores];
        Arrays.fill(turns, Agenda.NEVER);
        for (int step = 0; step < STEPS; step++) {
            int some = random.nextInt(cores);
            turns[some] = random.nextInt(5) == 0 ? Agenda.NEVER : random.nextInt(TIMES);
            agenda.setTurn(some, turns[some]);
            int first = firstBeside(turns, -1);
            if (first < 0) {
                assertEquals(Agenda.NEVER, agenda.nextCycles(), "seed " + seed);
                continue;
            }
            assertEquals(first, agenda.nextCore(), "seed " + seed + ", step " + step);
            assertEquals(turns[first], agenda.nextCycles());
            agenda.takeTurn(first);
            assertBehind(agenda, turns, first, "seed " + seed + ", step " + step);
            changeOther(agenda, turns, first, random);
            turns[first] = random.nextInt(TIMES);
            agenda.endTurn(first, turns[first]);
            assertEquals(firstBeside(turns, -1), agenda.nextCore(), "step " + step);
        }
    }

    private static void assertBehind(Agenda agenda, long[] turns, int running, String where) {
        int second = firstBeside(turns, running);
        long cycles = agenda.timeOf(agenda.firstBeside(running));
        if (second < 0) {
            assertEquals(Agenda.NEVER, cycles, where);
        } else {
            assertEquals(second, agenda.firstBeside(running), where);
            assertEquals(turns[second], cycles, where);
        }
    }

    /** While one core has its turn, another one is given a turn. */
    private static void changeOther(Agenda agenda, long[] turns, int running, Random random) {
        int other = random.nextInt(turns.length);
        if (other != running) {
            turns[other] = random.nextInt(TIMES);
            agenda.setTurn(other, turns[other]);
        }
    }

    @Test
    void shouldKeepTheTurnThatOthersGaveACoreWhileItHadItsOwn() {
        Agenda agenda = new Agenda(2, TIES);
        agenda.setTurn(0, 5);
        agenda.takeTurn(0);
        agenda.setTurn(0, 9);
        agenda.endTurn(0, Agenda.NEVER);
        assertEquals(9, agenda.nextCycles());
        assertTrue(agenda.turnOf(1) == Agenda.NEVER);
    }

    @Test
    void shouldPutAnInterruptBeforeTheTurnThatComesLater() {
        Agenda agenda = new Agenda(2, TIES);
        agenda.setTurn(0, 5);
        agenda.takeTurn(0);
        agenda.addInterrupt(7, 0, 3, EventKind.DOORBELL);
        agenda.endTurn(0, 8);
        assertEquals(7, agenda.nextCycles());
        assertEquals(3, agenda.dueBeforeTurn(0).firstLine());
    }
}
