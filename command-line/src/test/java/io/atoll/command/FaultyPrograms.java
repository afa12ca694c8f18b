package io.atoll.command;

import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.system.SystemDefinition;

/** Protocols that work until something goes wrong, and one that goes on working. */
final class FaultyPrograms {
    private static final int SIGNALS = 5;

    /** Cycles: by the default model 3 ms, and all coordinators have met after less than one. */
    private static final int LONG_AFTER_THE_START = 3_000_000;

    private static final long SHARED = 0x2_0000_0000L;

    private FaultyPrograms() {}

    /**
     * Takes each wake-up for one message. Signals are far apart, so that it is right until two of
     * them arrive as one.
     */
    public static final class CountsWakeUps implements SystemDefinition {
        @Override
        public SystemBuilder describe() {
            return SystemBuilder.named("counts-wake-ups")
                    .protectionDomain("sender", pd -> pd.priority(100).program(Sender.class))
                    .protectionDomain(
                            "counter", pd -> pd.priority(100).cpu(1).program(Counter.class))
                    .channel(EndBuilder.end("sender").id(0), EndBuilder.end("counter").id(0));
        }
    }

    /** Of {@link CountsWakeUps}. */
    public static final class Sender implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.sel4().compute(LONG_AFTER_THE_START);
            for (int i = 0; i < SIGNALS; i++) {
                context.sel4().compute(80_000);
                context.channel(0).signal();
            }
        }
    }

    /** Of {@link CountsWakeUps}. */
    public static final class Counter implements DirectProgram {
        @Override
        public void run(PdContext context) {
            for (int i = 0; i < SIGNALS; i++) {
                context.awaitSignal(0);
            }
            context.dbgPuts("all have come\n");
        }
    }

    /**
     * Says that there is a message before it is there. The receiver gives it 20 us, which is enough
     * until the sender stops between the two lines.
     */
    public static final class FlagBeforeMessage implements SystemDefinition {
        @Override
        public SystemBuilder describe() {
            return SystemBuilder.named("flag-before-message")
                    .memoryRegion("shared", 0x1000)
                    .protectionDomain(
                            "writer",
                            pd -> pd.priority(100).map("shared", SHARED).program(Writer.class))
                    .protectionDomain(
                            "reader",
                            pd ->
                                    pd.priority(100)
                                            .cpu(1)
                                            .map("shared", SHARED)
                                            .program(Reader.class))
                    .channel(EndBuilder.end("writer").id(0), EndBuilder.end("reader").id(0));
        }
    }

    /** Of {@link FlagBeforeMessage}. */
    public static final class Writer implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.sel4().compute(10_000);
            context.channel(0).signal();
            context.sel4().memory().putLong(SHARED, 1);
            context.sel4().memory().putLong(SHARED + 64, 42);
        }
    }

    /** Of {@link FlagBeforeMessage}. */
    public static final class Reader implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.awaitSignal(0);
            context.sel4().compute(20_000);
            if (context.sel4().memory().getLong(SHARED) == 1) {
                long message = context.sel4().memory().getLong(SHARED + 64);
                if (message != 42) {
                    throw new AssertionError("the message is " + message);
                }
            }
            context.dbgPuts("has read\n");
        }
    }

    /** Two that talk, each of which says so if the other one's cluster stops. */
    public static final class Talk implements SystemDefinition {
        @Override
        public SystemBuilder describe() {
            return SystemBuilder.named("talk")
                    .protectionDomain("caller", pd -> pd.priority(100).program(Caller.class))
                    .protectionDomain(
                            "server", pd -> pd.priority(100).cpu(1).program(Server.class));
        }
    }

    /** Of {@link Talk}; ends with "done" whatever happens. */
    public static final class Caller implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.sel4().compute(LONG_AFTER_THE_START);
            try {
                LineChannel server = CoordinatorClient.of(context).connect("server");
                long answers = 0;
                while (answers < 10) {
                    server.send(answers);
                    if (server.receive() != RingResult.OK) {
                        break;
                    }
                    if (server.word(0) != answers) {
                        throw new AssertionError(server.word(0) + " is no answer to " + answers);
                    }
                    server.release();
                    answers++;
                }
                server.close();
                context.dbgPuts("done, with " + answers + " answers\n");
            } catch (IllegalStateException gone) {
                context.dbgPuts("done, without a server\n");
            }
        }
    }

    /** Of {@link Talk}. */
    public static final class Server implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            if (coordinator.register("server")) {
                LineChannel caller = coordinator.accept("server");
                while (caller.receive() == RingResult.OK) {
                    long word = caller.word(0);
                    caller.release();
                    caller.send(word);
                }
            }
        }
    }

    /** Looks at the clock for ever: busy, and never at an end. */
    public static final class Restless implements DirectProgram {
        @Override
        public void run(PdContext context) {
            while (true) {
                context.sel4().readClock();
                context.sel4().compute(1_000);
            }
        }
    }
}
