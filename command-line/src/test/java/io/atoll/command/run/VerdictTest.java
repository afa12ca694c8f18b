package io.atoll.command.run;

import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

import java.util.List;

class VerdictTest {
    /** From what says least to what says most of a run on which all of them apply. */
    private static final List<Verdict> ORDER =
            List.of(
                    Verdict.PASS,
                    Verdict.unknown("?"),
                    Verdict.timeout("late"),
                    Verdict.liveness("stuck"),
                    Verdict.safety("wrong"),
                    Verdict.fault("p"),
                    Verdict.internal("our own"));

    @Test
    void shouldSayTheMostSpecificOfTwo() {
        for (int i = 0; i < ORDER.size(); i++) {
            for (int j = 0; j < ORDER.size(); j++) {
                assertSame(ORDER.get(Math.max(i, j)), ORDER.get(i).unlessWorse(ORDER.get(j)));
            }
        }
    }
}
