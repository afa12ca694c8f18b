package io.atoll.benchmarks.modelled.argument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.benchmarks.modelled.tables.TableJson;
import io.atoll.benchmarks.modelled.workloads.Control;
import io.atoll.benchmarks.modelled.workloads.Pattern;
import io.atoll.benchmarks.modelled.workloads.Throughput;
import io.atoll.cluster.simulated.cost.CostModel;
import io.atoll.cluster.topology.SyntheticTopology;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

@Timeout(120)
class ScalingStudyTest {
    private static final int CORES = 16;

    private static ArgumentOptions options(long seed, int cores, double share) {
        return new ArgumentOptions(
                seed,
                CostModel.preset(CostModel.DEFAULT),
                SyntheticTopology.parse(ArgumentOptions.TOPOLOGY),
                cores,
                share,
                1);
    }

    private static ScalingStudy study(Pattern pattern) {
        return ScalingStudy.run(pattern, options(1, CORES, 1));
    }

    private static double perSecond(ScalingStudy study, String cut, int cores) {
        return study.curve(cut).at(cores).perSecond();
    }

    @Nested
    class Shapes {
        @Test
        void shouldFlattenOneImageAndScaleClustersOnIndependentPairs() {
            ScalingStudy study = study(Pattern.INDEPENDENT_PAIRS);

            double one = perSecond(study, "clusters of 1", 1);
            assertEquals(CORES, perSecond(study, "clusters of 1", CORES) / one, 0.5);
            String locked = "one image, big lock";
            assertTrue(perSecond(study, locked, CORES) < one, "a lock that moves across the die");
            assertTrue(study.curve(locked).stopsScalingAt().orElseThrow() <= 4);
            assertEquals(OptionalInt.empty(), study.curve("clusters of 1").stopsScalingAt());
            assertEquals(OptionalInt.empty(), study.curve("clusters of 4").stopsScalingAt());
        }

        /** What no other core uses stays where it is, whoever's kernel it is. */
        @Test
        void shouldScaleOneImageWithoutLockOnIndependentPairs() {
            ScalingStudy study = study(Pattern.INDEPENDENT_PAIRS);
            String lockFree = "one image, lock-free fastpath";

            assertEquals(
                    CORES,
                    perSecond(study, lockFree, CORES) / perSecond(study, lockFree, 1),
                    0.2 * CORES);
        }

        @Test
        void shouldServeNoMoreWithMoreCoresWhereOneServerDoesAll() {
            ScalingStudy study = study(Pattern.SHARED_SERVICE);

            double one = perSecond(study, "clusters of 1", 1);
            for (ScalingCurve curve : study.curves()) {
                assertTrue(curve.at(CORES).perSecond() < one, curve.cut().name());
            }
            assertTrue(
                    perSecond(study, "clusters of 1", CORES)
                            > perSecond(study, "one image, big lock", CORES));
        }

        @Test
        void shouldScaleMessagesBetweenAll() {
            ScalingStudy study = study(Pattern.ALL_TO_ALL);

            assertTrue(
                    perSecond(study, "clusters of 1", CORES)
                            > 2 * perSecond(study, "one image, big lock", CORES));
        }
    }

    @Nested
    class Counting {
        /**
         * Every core has one operation under way at all times, so by Little's law their number is
         * throughput times latency. Fastpaths without lock pass by slow paths whose turn comes
         * later: operations that are told of as they are executed begin and end measuring at
         * random.
         */
        @ParameterizedTest
        @ValueSource(longs = {4, 5})
        void shouldObeyLittlesLaw(long seed) {
            int cores = 64;
            ImageCut cut =
                    ImageCut.all().stream()
                            .filter(each -> each.name().equals("one image, lock-free fastpath"))
                            .findFirst()
                            .orElseThrow();
            Throughput done =
                    ScalingStudy.point(Pattern.ALL_TO_ALL, options(seed, cores, 2), cut, cores);

            assertEquals(cores, done.perSecond() * done.meanNanos() / 1e9, 0.3 * cores);
        }

        @Test
        void shouldCountTheRunsOfAllSeeds() {
            Throughput both = new Throughput(10, 4, 20, 7).and(new Throughput(5, 2, 25, 9));

            assertEquals(new Throughput(15, 6, 45, 9), both);
            assertEquals(3, both.meanNanos());
        }
    }

    @Nested
    class Determinism {
        private static String tables(long seed) {
            ArgumentOptions options = options(seed, 8, 0.1);
            ScalingStudy study = ScalingStudy.run(Pattern.ALL_TO_ALL, options);
            return TableJson.of(Map.of(), new ScalingTables(study, options).tables());
        }

        @Test
        void shouldHaveTheSameTablesWithTheSameSeed() {
            assertEquals(tables(7), tables(7));
        }

        @Test
        void shouldHaveOtherTablesWithAnotherSeed() {
            assertNotEquals(tables(7), tables(8));
        }
    }

    /** A curve through these numbers of operations a second, by 1, 2, 4 and so on cores. */
    @Nested
    class End {
        private static OptionalInt stop(long... perSecond) {
            List<ScalingCurve.Point> points = new ArrayList<>();
            for (int i = 0; i < perSecond.length; i++) {
                points.add(
                        new ScalingCurve.Point(
                                1 << i, new Throughput(perSecond[i], 1_000_000_000, 0, 0)));
            }
            return new ScalingCurve(new ImageCut("", 1, Control.BIG_LOCK), points).stopsScalingAt();
        }

        @Test
        void shouldBeNowhereWhereMoreCoresDoMore() {
            assertEquals(OptionalInt.empty(), stop(100, 200, 400, 800));
            assertEquals(OptionalInt.empty(), stop(100, 120, 150, 180));
        }

        @Test
        void shouldBeWhereMoreCoresDoNoMore() {
            assertEquals(OptionalInt.of(2), stop(100, 200, 200, 210));
            assertEquals(OptionalInt.of(1), stop(100, 60, 50, 50));
        }

        /** The last step is a tenth upwards, as of a plateau's noise: that is no scaling. */
        @Test
        void shouldBeWhereAPlateauBegins() {
            assertEquals(OptionalInt.of(4), stop(106, 213, 425, 420, 464));
            assertEquals(OptionalInt.of(1), stop(113, 108, 84, 84, 107, 107));
        }

        /** A machine that gets slower at first is not at its end. */
        @Test
        void shouldNotBeWhereMoreCoresDoMoreLater() {
            assertEquals(OptionalInt.empty(), stop(100, 50, 100, 200, 400));
        }
    }
}
