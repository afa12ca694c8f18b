package io.atoll.command.run;

import io.atoll.cluster.simulated.ManyRuns;
import io.atoll.cluster.simulated.fault.FaultPlan;
import io.atoll.command.ExitCode;
import io.atoll.command.Messages;
import io.atoll.command.Palette;
import io.atoll.command.system.LoadedSystem;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs one system under many seeds, on at most two host CPUs, in silence. Which seeds there are,
 * how each ends, and which is the first that fails, does not depend on how many CPUs there are.
 */
public final class SeedSweep {
    private static final int MOST_THREADS = 2;
    private static final long PROGRESS_NANOS = 2_000_000_000L;

    private final LoadedSystem system;
    private final SimulatedRun.Options first;
    private final int seeds;
    private final boolean keepsGoing;
    private final Messages messages;
    private final long startNanos = System.nanoTime();
    private int done;
    private int failed;
    private int untold;
    private long events;

    /** Of all seeds, in whatever order they end. */
    private long hash;

    private long spokenNanos = startNanos;

    /** In the order of their seeds: those that are not collected yet. */
    private final Queue<Future<Outcome>> runs = new ArrayDeque<>();

    /** The first that failed, or null. */
    private Outcome worst;

    private boolean isInterrupted;

    /**
     * One seed's run.
     *
     * @param faultsThatHappened what makes this run happen again
     * @param output what guests and the machine said
     * @param line the verdict of this seed
     */
    public record Outcome(
            long seed,
            Verdict verdict,
            long events,
            long eventHash,
            FaultPlan faultsThatHappened,
            List<String> output,
            String line) {}

    /**
     * @param first how to run the first seed; the others follow it by 1
     */
    public SeedSweep(
            LoadedSystem system,
            SimulatedRun.Options first,
            int seeds,
            boolean keepsGoing,
            Messages messages) {
        this.system = system;
        this.first = first;
        this.seeds = seeds;
        this.keepsGoing = keepsGoing;
        this.messages = messages;
    }

    /**
     * Runs them; an interrupt of the calling thread ends that. What has failed by then has failed.
     *
     * @param onFailure is told of each seed that did not pass
     * @return the verdict of the first that failed, or that all passed
     */
    public Verdict run(Consumer<Outcome> onFailure) {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService pool =
                Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
        try (ManyRuns _ = ManyRuns.begin()) {
            collect(pool, threads, onFailure);
            return verdict();
        } catch (InterruptedException _) {
            isInterrupted = true;
            collectFinished(onFailure);
            return worst == null ? Verdict.interrupted() : verdict();
        } catch (ExecutionException broken) {
            return Verdict.internal(String.valueOf(broken.getCause()));
        } finally {
            pool.shutdownNow();
        }
    }

    /** Whether an interrupt ended it before all had run. */
    public boolean isInterrupted() {
        return isInterrupted;
    }

    /** In the order of the seeds, whatever ends first: so the first that fails is the first. */
    private void collect(ExecutorService pool, int threads, Consumer<Outcome> onFailure)
            throws InterruptedException, ExecutionException {
        int submitted = 0;
        while (done < seeds && (worst == null || keepsGoing)) {
            while (submitted < seeds && submitted - done < 2 * threads) {
                long seed = first.seed() + submitted++;
                runs.add(pool.submit(() -> one(seed)));
            }
            Outcome outcome = runs.element().get();
            runs.remove();
            add(outcome, onFailure);
            sayProgress();
        }
    }

    /** Those that have ended already, before the others are told to. */
    private void collectFinished(Consumer<Outcome> onFailure) {
        for (Future<Outcome> run : runs) {
            if (run.state() == Future.State.SUCCESS) {
                add(run.resultNow(), onFailure);
            }
        }
    }

    private void add(Outcome outcome, Consumer<Outcome> onFailure) {
        done++;
        events += outcome.events;
        hash += outcome.eventHash;
        if (outcome.verdict.code() == ExitCode.UNKNOWN) {
            // A cluster crashed, and with it the program that was to say the last word.
            untold++;
        } else if (outcome.verdict.code() != ExitCode.PASS) {
            failed++;
            onFailure.accept(outcome);
            worst = worst == null ? outcome : worst;
        }
    }

    private Verdict verdict() {
        if (worst == null) {
            return untold < seeds
                    ? Verdict.PASS
                    : Verdict.unknown("of no seed could be told whether it passed");
        }
        String reason = worst.verdict.reason();
        return new Verdict(
                worst.verdict.word(),
                worst.verdict.code(),
                "seed 0x%x%s%s"
                        .formatted(
                                worst.seed,
                                reason.isEmpty() ? "" : ": " + reason,
                                isInterrupted ? "; then interrupted" : ""));
    }

    private void sayProgress() {
        long now = System.nanoTime();
        if (now - spokenNanos >= PROGRESS_NANOS) {
            spokenNanos = now;
            messages.info("%s", figures());
        }
    }

    private Outcome one(long seed) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Messages quiet = new Messages(out, -1, Palette.PLAIN);
        SimulatedRun run = new SimulatedRun(system, first.withSeed(seed), quiet, out, out);
        Verdict verdict = run.run();
        String line =
                "seed 0x%x  %s%s  %,d events, %s virtual"
                        .formatted(
                                seed,
                                verdict.word(),
                                verdict.reason().isEmpty() ? "" : ": " + verdict.reason(),
                                run.events().count(),
                                time(run.virtualTime()));
        return new Outcome(
                seed,
                verdict,
                run.events().count(),
                run.events().value(),
                run.faultsThatHappened(),
                said.toString(StandardCharsets.UTF_8).lines().toList(),
                line);
    }

    /** How far it has come. */
    public String figures() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return "%,d of %,d seeds from 0x%x, %,d failed%s, %,d events, hash %016x; %.1f s wall, %,.0f seeds/s"
                .formatted(
                        done,
                        seeds,
                        first.seed(),
                        failed,
                        untold == 0 ? "" : ", %,d could not be told".formatted(untold),
                        events,
                        hash,
                        seconds,
                        done / seconds);
    }

    /** Virtual time for people. */
    public static String time(Duration time) {
        long nanos = time.toNanos();
        return nanos < 10_000
                ? nanos + " ns"
                : nanos < 10_000_000
                        ? "%.1f us".formatted(nanos / 1e3)
                        : nanos < 10_000_000_000L
                                ? "%.1f ms".formatted(nanos / 1e6)
                                : "%.1f s".formatted(nanos / 1e9);
    }
}
