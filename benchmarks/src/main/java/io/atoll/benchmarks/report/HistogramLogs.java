package io.atoll.benchmarks.report;

import io.atoll.benchmarks.harness.HistogramUnit;
import io.atoll.benchmarks.harness.Round;
import io.atoll.benchmarks.harness.RoundListener;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a histogram log for each subject: {@code FOLDER/BENCHMARK.SUBJECT.UNIT.hlog}, one line for
 * each recorded round, in version 1.3 of HdrHistogram's format, tagged with the subject's name. So
 * {@code HistogramLogProcessor} and the HdrHistogram plotters read it. A value's unit is in the
 * file's name and first line; of throughputs a line holds one value, the round's rate.
 *
 * <p>For the thread that runs the benchmarks. A log that exists already is overwritten.
 */
public final class HistogramLogs implements RoundListener, Closeable {
    private static final double MILLIS_PER_SECOND = 1000;

    private final String atoll;
    private final Path folder;
    private final Map<Path, Log> logs = new LinkedHashMap<>();

    /**
     * @param atoll Atoll's version, for the comment on top
     * @param folder is created if it does not exist
     * @throws IOException when it cannot be created
     */
    public HistogramLogs(String atoll, Path folder) throws IOException {
        this.atoll = atoll;
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public void roundEnded(Round round) throws IOException {
        Path file = folder.resolve(fileName(round));
        Log log = logs.get(file);
        if (log == null) {
            log = new Log(Files.newOutputStream(file), atoll, round);
            logs.put(file, log);
        }
        log.write(round);
    }

    /** Units are file names' business, where a slash cannot be. */
    private static String fileName(Round round) {
        String unit = round.unit().symbol().replace("/", "-per-");
        return "%s.%s.%s.hlog".formatted(round.benchmark(), round.subject(), unit);
    }

    /**
     * Closes all logs.
     *
     * @throws IOException when one could not be written to its end
     */
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Map.Entry<Path, Log> log : logs.entrySet()) {
            try {
                log.getValue().close();
            } catch (IOException failure) {
                IOException named =
                        new IOException(log.getKey() + ": " + failure.getMessage(), failure);
                if (first == null) {
                    first = named;
                } else {
                    first.addSuppressed(named);
                }
            }
        }
        logs.clear();
        if (first != null) {
            throw first;
        }
    }

    /** One file. HistogramLogWriter swallows failures; the stream below remembers the first. */
    private static final class Log implements Closeable {
        private final FailureKeepingStream stream;
        private final HistogramLogWriter writer;
        private final double maximumRatio;
        private final long startEpochMillis;

        Log(OutputStream file, String atoll, Round first) {
            HistogramUnit unit = first.unit();
            stream = new FailureKeepingStream(new BufferedOutputStream(file));
            writer = new HistogramLogWriter(stream);
            maximumRatio = unit.logMaximumRatio();
            startEpochMillis = first.startEpochMillis();
            writer.outputComment(
                    "[atoll %s %s unit=%s]".formatted(atoll, first.benchmark(), unit.symbol()));
            writer.outputLogFormatVersion();
            writer.outputStartTime(startEpochMillis);
            writer.setBaseTime(startEpochMillis);
            writer.outputBaseTime(startEpochMillis);
            writer.outputLegend();
        }

        void write(Round round) throws IOException {
            Histogram histogram = round.histogram();
            String tagBefore = histogram.getTag();
            histogram.setTag(round.subject());
            writer.outputIntervalHistogram(
                    sinceStart(round.startEpochMillis()),
                    sinceStart(round.endEpochMillis()),
                    histogram,
                    maximumRatio);
            histogram.setTag(tagBefore);
            stream.check();
        }

        private double sinceStart(long epochMillis) {
            return (epochMillis - startEpochMillis) / MILLIS_PER_SECOND;
        }

        @Override
        public void close() throws IOException {
            writer.close();
            stream.check();
        }
    }
}
