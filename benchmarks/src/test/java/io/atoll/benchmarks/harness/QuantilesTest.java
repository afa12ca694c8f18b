package io.atoll.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void shouldTakeTheMiddleOfAnOddNumber() {
        assertEquals(2, new Quantiles(new double[] {3, 1, 2}).at(0.5));
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertEquals(2.5, new Quantiles(new double[] {4, 1, 3, 2}).at(0.5));
    }

    /** Checked against R: {@code quantile(c(10, 20, 30, 40, 50), c(0.1, 0.9, 0.99))}. */
    @Test
    void shouldInterpolateBetweenRanks() {
        Quantiles quantiles = new Quantiles(new double[] {50, 10, 40, 20, 30});

        assertEquals(14, quantiles.at(0.1), 1e-9);
        assertEquals(46, quantiles.at(0.9), 1e-9);
        assertEquals(49.6, quantiles.at(0.99), 1e-9);
    }

    @Test
    void shouldBeginWithTheLeastAndEndWithTheGreatest() {
        Quantiles quantiles = new Quantiles(new double[] {5, 9, 7});

        assertEquals(5, quantiles.at(0));
        assertEquals(9, quantiles.at(1));
        assertEquals(7, quantiles.mean());
    }

    @Test
    void shouldNotTouchTheFiguresItIsGiven() {
        double[] figures = {3, 1, 2};
        new Quantiles(figures).at(0.5);

        assertEquals(3, figures[0]);
    }

    @Test
    void shouldRefuseNoFigures() {
        assertThrows(IllegalArgumentException.class, () -> new Quantiles(new double[0]));
    }
}
