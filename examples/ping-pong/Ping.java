import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.kernel.api.MessageInfo;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/** Calls "echo", which is beside it, and "pong", wherever that is, and says how long each takes. */
public final class Ping implements DirectProgram {
    private static final int SAMPLES = 30_000; // and as many before them, to warm up

    /** Reading the clock costs as much as a call; so one sample is the mean of this many calls. */
    private static final int CALLS_PER_SAMPLE = 50;

    private PdContext context;

    @Override
    public void run(PdContext pd) {
        context = pd;
        Channel echo = context.channel(0);
        report("call to echo, in this cluster", CALLS_PER_SAMPLE, word -> call(echo, word));

        try {
            playWithPong(CoordinatorClient.of(context));
        } catch (IllegalStateException gone) {
            // Its cluster can stop at any time.
            context.dbgPuts("gives up: " + gone.getMessage() + "\n");
        }
    }

    private void playWithPong(CoordinatorClient coordinator) {
        int cluster = coordinator.lookUp("pong");
        LineChannel pong = coordinator.connect("pong");
        report("round trip to pong, in cluster " + cluster, 1, word -> roundTrip(pong, word));
        pong.close();
    }

    private long call(Channel echo, long word) {
        context.mr(0, word);
        echo.ppcall(MessageInfo.of(0, 1));
        return context.mr(0);
    }

    private static long roundTrip(LineChannel pong, long word) {
        pong.send(word);
        if (pong.receive() != RingResult.OK) {
            throw new IllegalStateException("pong has stopped");
        }
        long answer = pong.word(0);
        pong.release();
        return answer;
    }

    private void report(String what, int perSample, LongUnaryOperator exchange) {
        time(SAMPLES, perSample, exchange);
        long[] nanos = time(SAMPLES, perSample, exchange);
        Arrays.sort(nanos);
        context.dbgPuts(
                "%-32s  p50 %6d ns  p99 %6d ns  max %9d ns%n"
                        .formatted(
                                what,
                                nanos[SAMPLES / 2],
                                nanos[SAMPLES * 99 / 100],
                                nanos[SAMPLES - 1]));
    }

    private long[] time(int count, int perSample, LongUnaryOperator exchange) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = context.sel4().readClock();
            for (int k = 0; k < perSample; k++) {
                long answer = exchange.applyAsLong(i + k);
                if (answer != i + k) {
                    throw new AssertionError("sent " + (i + k) + ", got " + answer);
                }
            }
            nanos[i] = (context.sel4().readClock() - start) / perSample;
        }
        return nanos;
    }
}
