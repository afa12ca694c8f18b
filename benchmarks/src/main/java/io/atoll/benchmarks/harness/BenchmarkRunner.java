package io.atoll.benchmarks.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Runs the subjects of a benchmark against each other.
 *
 * <ol>
 *   <li>Every subject is opened; one that the host cannot run is left out, with the reason.
 *   <li>Every subject is warmed up for the time of the {@link Plan}, with rounds of growing length,
 *       which also tells how many operations fill a round.
 *   <li>Rounds alternate between the subjects. The order rotates by one place each time and turns
 *       round every second time (A B C, B A C, C A B, A C B, …), so that noise, and whatever one
 *       subject leaves behind for the next, hits all alike. One rotation before the first is not
 *       recorded: in it all compilations settle that the last warm-up set off, and some shortest
 *       possible rounds tell what a round allocates whatever its length.
 *   <li>Every subject is closed, whatever happened.
 * </ol>
 *
 * Not thread-safe; one benchmark at a time. Threads are the subjects' matter, see {@link Subject}.
 */
public final class BenchmarkRunner {
    private static final int SAMPLES_OF_FIRST_WARM_UP = 64;
    private static final int SHORT_ROUNDS = 8;

    private final Plan plan;
    private final Placement placement;
    private final Instruments instruments;
    private final RoundListener listener;

    /**
     * @param plan how long to measure
     * @param placement where the subjects put their threads
     * @param instruments clock and allocation counter
     * @param listener is told of every recorded round
     */
    public BenchmarkRunner(
            Plan plan, Placement placement, Instruments instruments, RoundListener listener) {
        this.plan = plan;
        this.placement = placement;
        this.instruments = instruments;
        this.listener = listener;
    }

    /**
     * Runs benchmarks one after the other.
     *
     * @return one outcome for each
     * @throws ContentMismatchException when a subject delivered a wrong message
     * @throws Exception what a subject or the listener threw
     */
    public List<Outcome> runAll(List<Benchmark> benchmarks) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            outcomes.add(run(benchmark));
        }
        return outcomes;
    }

    /**
     * Runs one benchmark from beginning to end.
     *
     * @throws ContentMismatchException when a subject delivered a wrong message
     * @throws Exception what a subject or the listener threw
     */
    public Outcome run(Benchmark benchmark) throws Exception {
        List<Subject> opened = new ArrayList<>();
        Throwable failed = null;
        try {
            return run(benchmark, opened);
        } catch (Exception | Error failure) {
            failed = failure;
            throw failure;
        } finally {
            close(opened, failed);
        }
    }

    private Outcome run(Benchmark benchmark, List<Subject> opened) throws Exception {
        List<Skipped> skipped = new ArrayList<>();
        List<Track> tracks = open(benchmark, opened, skipped);
        watchAllocation(tracks);
        for (Track track : tracks) {
            warmUp(track, benchmark.operationsPerSample());
        }
        for (Track track : tracks) {
            settle(track, benchmark.operationsPerSample());
        }
        for (int round = 0; round < plan.rounds(); round++) {
            playRotation(tracks, round);
        }
        return outcome(benchmark, tracks, skipped);
    }

    private List<Track> open(Benchmark benchmark, List<Subject> opened, List<Skipped> skipped)
            throws Exception {
        List<Track> tracks = new ArrayList<>();
        for (Subject subject : benchmark.subjects()) {
            opened.add(subject);
            long[] threadIdsBefore = instruments.allocation().liveThreadIds();
            try {
                subject.open(placement);
                Track track = Track.of(benchmark, subject, plan.rounds());
                track.threadIds =
                        AllocationWindow.newThreadIds(instruments.allocation(), threadIdsBefore);
                tracks.add(track);
            } catch (SubjectUnavailableException unavailable) {
                skipped.add(
                        new Skipped(benchmark.name(), subject.name(), unavailable.getMessage()));
            } catch (LinkageError unavailable) {
                String reason = rootOf(unavailable).toString();
                skipped.add(new Skipped(benchmark.name(), subject.name(), reason));
            }
        }
        return tracks;
    }

    private void watchAllocation(List<Track> tracks) {
        for (Track track : tracks) {
            long[] othersThreadIds =
                    tracks.stream()
                            .filter(other -> other != track)
                            .flatMapToLong(other -> LongStream.of(other.threadIds))
                            .toArray();
            track.window = new AllocationWindow(instruments.allocation(), othersThreadIds);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void warmUp(Track track, int operationsPerSample) throws Exception {
        List<Long> fitting = new ArrayList<>();
        long start = nanoTime();
        long operations = (long) SAMPLES_OF_FIRST_WARM_UP * operationsPerSample;
        while (true) {
            long before = nanoTime();
            track.play(operations);
            long after = nanoTime();
            fitting.add(plan.operationsForRound(operations, after - before, operationsPerSample));
            if (after - start >= plan.warmUp().toNanos()) {
                break;
            }
            operations = Math.min(2 * operations, fitting.getLast());
        }
        track.operationsPerRound(medianOfSecondHalf(fitting));
    }

    /** The first half ran code that was not compiled yet; the median does not mind a hiccup. */
    private static long medianOfSecondHalf(List<Long> fitting) {
        List<Long> secondHalf = fitting.subList(fitting.size() / 2, fitting.size());
        return secondHalf.stream().sorted().skip(secondHalf.size() / 2).findFirst().orElseThrow();
    }

    private long nanoTime() {
        return instruments.nanoClock().getAsLong();
    }

    private static void settle(Track track, int operationsPerSample) throws Exception {
        track.play(track.operationsPerRound());
        for (int i = 0; i < SHORT_ROUNDS; i++) {
            track.allocation()
                    .addShortRound(operationsPerSample, weigh(track, operationsPerSample));
        }
    }

    /** Plays a round and returns the bytes allocated in it. */
    private static long weigh(Track track, long operations) throws Exception {
        track.window.open();
        track.play(operations);
        return track.window.close();
    }

    private void playRotation(List<Track> tracks, int round) throws Exception {
        int direction = round % 2 == 0 ? 1 : -1;
        for (int place = 0; place < tracks.size(); place++) {
            record(tracks.get(Math.floorMod(round + direction * place, tracks.size())), round);
        }
    }

    private void record(Track track, int round) throws Exception {
        long startMillis = instruments.epochMillis().getAsLong();
        long operations = track.operationsPerRound();
        track.allocation().addRound(operations, weigh(track, operations));
        listener.roundEnded(
                new Round(
                        track.benchmark,
                        track.name(),
                        round,
                        track.unit(),
                        track.keep(round),
                        startMillis,
                        instruments.epochMillis().getAsLong()));
    }

    private Outcome outcome(Benchmark benchmark, List<Track> tracks, List<Skipped> skipped) {
        List<String> warnings = new ArrayList<>();
        List<Result> results = tracks.stream().map(Track::result).toList();
        List<Ratio> ratios =
                new ArrayList<>(
                        benchmark
                                .reference()
                                .map(name -> ratios(benchmark, name, tracks, warnings))
                                .orElse(List.of()));
        List<Difference> differences = new ArrayList<>();
        compare(benchmark, tracks, ratios, differences);
        return new Outcome(
                benchmark.name(),
                benchmark.kind(),
                benchmark.operationsPerSample(),
                plan.rounds(),
                results,
                ratios,
                differences,
                skipped,
                warnings);
    }

    /** Makes the comparisons of which all subjects ran. */
    private static void compare(
            Benchmark benchmark,
            List<Track> tracks,
            List<Ratio> ratios,
            List<Difference> differences) {
        Map<String, Track> byName = new HashMap<>();
        tracks.forEach(track -> byName.put(track.name(), track));
        for (Comparison comparison : benchmark.comparisons()) {
            if (!comparison.subjects().allMatch(byName::containsKey)) {
                continue;
            }
            List<Track> over = comparison.over().stream().map(byName::get).toList();
            List<Track> under = comparison.under().stream().map(byName::get).toList();
            switch (comparison.kind()) {
                case RATIO ->
                        ratios.add(
                                Ratio.of(
                                        byName.get(comparison.subject()),
                                        comparison.reference(),
                                        over,
                                        under));
                case DIFFERENCE ->
                        differences.add(Difference.of(over.getFirst(), under.getFirst()));
            }
        }
    }

    private static List<Ratio> ratios(
            Benchmark benchmark, String referenceName, List<Track> tracks, List<String> warnings) {
        for (Track reference : tracks) {
            if (reference.name().equals(referenceName)) {
                return tracks.stream()
                        .filter(track -> track != reference)
                        .map(track -> Ratio.of(track, reference))
                        .toList();
            }
        }
        warnings.add(
                benchmark.name()
                        + ": no ratios, because the reference '"
                        + referenceName
                        + "' did not run");
        return List.of();
    }

    /**
     * Closes all, the last one first, even if one cannot be closed; then throws the first failure.
     */
    private static void close(List<Subject> subjects, Throwable failureBefore) throws Exception {
        Exception first = null;
        for (Subject subject : subjects.reversed()) {
            try {
                subject.close();
            } catch (Exception failure) {
                if (failureBefore != null) {
                    failureBefore.addSuppressed(failure);
                } else if (first != null) {
                    first.addSuppressed(failure);
                } else {
                    first = failure;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
