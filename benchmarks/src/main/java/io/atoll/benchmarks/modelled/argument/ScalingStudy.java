package io.atoll.benchmarks.modelled.argument;

import io.atoll.benchmarks.modelled.Jobs;
import io.atoll.benchmarks.modelled.workloads.Calls;
import io.atoll.benchmarks.modelled.workloads.ModelledRun;
import io.atoll.benchmarks.modelled.workloads.Pattern;
import io.atoll.benchmarks.modelled.workloads.Throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Operations a virtual second by cores, for every cut of the machine.
 *
 * @param pattern who calls whom
 * @param curves one for each cut
 */
public record ScalingStudy(Pattern pattern, List<ScalingCurve> curves) {
    public ScalingStudy {
        curves = List.copyOf(curves);
    }

    /** Runs all points of it. */
    public static ScalingStudy run(Pattern pattern, ArgumentOptions options) {
        List<Callable<Throughput>> jobs = new ArrayList<>();
        // Those that take longest begin first, so that no thread waits for the other at the end.
        List<Integer> cores = options.coreCounts().reversed();
        List<ImageCut> cuts = ImageCut.all();
        for (int count : cores) {
            for (ImageCut cut : cuts) {
                if (cut.isPossible(count)) {
                    jobs.add(() -> point(pattern, options, cut, count));
                }
            }
        }
        List<Throughput> results = Jobs.run(jobs);
        List<List<ScalingCurve.Point>> points = new ArrayList<>();
        cuts.forEach(_ -> points.add(new ArrayList<>()));
        int next = 0;
        for (int count : cores) {
            for (int cut = 0; cut < cuts.size(); cut++) {
                if (cuts.get(cut).isPossible(count)) {
                    points.get(cut).addFirst(new ScalingCurve.Point(count, results.get(next++)));
                }
            }
        }
        List<ScalingCurve> curves = new ArrayList<>();
        for (int cut = 0; cut < cuts.size(); cut++) {
            curves.add(new ScalingCurve(cuts.get(cut), points.get(cut)));
        }
        return new ScalingStudy(pattern, curves);
    }

    /** What so many cores do. */
    static Throughput point(Pattern pattern, ArgumentOptions options, ImageCut cut, int cores) {
        Throughput all = new Throughput(0, 0, 0, 0);
        for (int i = 0; i < options.seedsWith(cores); i++) {
            all =
                    all.and(
                            ModelledRun.run(
                                    cut.on(options.topology(), cores),
                                    new Calls(pattern),
                                    options.costs(),
                                    options.seed() + i,
                                    options.share()));
        }
        return all;
    }

    /** The curve of that name; null if there is none. */
    public ScalingCurve curve(String name) {
        return curves.stream()
                .filter(curve -> curve.cut().name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
