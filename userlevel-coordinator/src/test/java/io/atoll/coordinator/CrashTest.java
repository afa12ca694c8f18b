package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;
import io.atoll.kernel.api.MessageInfo;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** A program that fails in whatever way harms nobody else, not even in its own cluster. */
@Timeout(60)
class CrashTest {
    private static final int ROUNDS = 1_000;

    /** Throws what programs should not throw. */
    static final class OutOfMemory implements DirectProgram {
        @Override
        public void run(PdContext context) {
            throw new OutOfMemoryError("no heap left");
        }
    }

    /** A linkage error, from a class that cannot be initialized. */
    static final class BadInitializer implements DirectProgram {
        static final class Broken {
            static final int VALUE = Integer.parseInt("none");
        }

        @Override
        public void run(PdContext context) {
            context.mr(0, Broken.VALUE);
        }
    }

    static final class BadConstructor implements Handler {
        BadConstructor() {
            throw new IllegalStateException("never made");
        }

        @Override
        public void init(PdContext context) {}

        @Override
        public void notified(Channel channel) {}
    }

    /** An error of a kind that nobody knows. */
    static final class OwnError implements Handler {
        static final class Custom extends Error {
            private static final long serialVersionUID = 1L;
        }

        @Override
        public void init(PdContext context) {
            throw new Custom();
        }

        @Override
        public void notified(Channel channel) {}
    }

    static final class Recursion implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.mr(0, deeper(context, 1));
        }

        private long deeper(PdContext context, long depth) {
            return deeper(context, depth + 1) + context.mr((int) (depth & 3));
        }
    }

    /** Runs out of stack in the middle of the kernel, sooner or later: system calls on the way. */
    static final class RecursionWithSignals implements DirectProgram {
        @Override
        public void run(PdContext context) {
            deeper(context, 1);
        }

        private long deeper(PdContext context, long depth) {
            context.channel(1).signal();
            return deeper(context, depth + 1) + 1;
        }
    }

    static final class RecursionWithYields implements DirectProgram {
        @Override
        public void run(PdContext context) {
            deeper(context, 1);
        }

        private long deeper(PdContext context, long depth) {
            context.sel4().yieldNow();
            return deeper(context, depth + 1) + 1;
        }
    }

    static final class RecursionWithOutput implements DirectProgram {
        @Override
        public void run(PdContext context) {
            deeper(context, 1);
        }

        private long deeper(PdContext context, long depth) {
            context.dbgPuts("");
            return deeper(context, depth + 1) + 1;
        }
    }

    static final class RecursionWithCalls implements DirectProgram {
        @Override
        public void run(PdContext context) {
            deeper(context, 1);
        }

        private long deeper(PdContext context, long depth) {
            context.mr(0, depth);
            context.channel(2).ppcall(MessageInfo.of(0, 1));
            return deeper(context, depth + 1) + 1;
        }
    }

    /** The same in an event handler. */
    static final class RecursionInHandler implements Handler {
        private PdContext context;

        @Override
        public void init(PdContext pd) {
            context = pd;
            context.channel(1).signal();
            notified(context.channel(1));
        }

        @Override
        public void notified(Channel channel) {
            channel.signal();
            notified(channel);
            context.mr(0, 1);
        }
    }

    /** Plays with the other one, and says so at the end. */
    static final class Survivor implements DirectProgram {
        @Override
        public void run(PdContext context) {
            for (int i = 1; i <= ROUNDS; i++) {
                context.mr(0, i);
                context.channel(0).ppcall(MessageInfo.of(0, 1));
                if (context.mr(0) != i + 1) {
                    throw new AssertionError(context.mr(0) + " is not the answer to " + i);
                }
                context.sel4().yieldNow();
            }
            context.dbgPuts("survived");
        }
    }

    /** Answers everybody with one more. */
    static final class Server implements Handler {
        private PdContext context;

        @Override
        public void init(PdContext pd) {
            context = pd;
        }

        @Override
        public void notified(Channel channel) {}

        @Override
        public long protectedCall(Channel channel, long info) {
            context.mr(0, context.mr(0) + 1);
            return MessageInfo.of(0, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OutOfMemory.class,
                BadInitializer.class,
                BadConstructor.class,
                OwnError.class,
                Recursion.class,
                RecursionWithSignals.class,
                RecursionWithYields.class,
                RecursionWithOutput.class,
                RecursionWithCalls.class,
                RecursionInHandler.class
            })
    void shouldHarmNobodyElse(Class<?> crasher) throws Exception {
        SystemBuilder system =
                SystemBuilder.named("crash")
                        .protectionDomain("crasher", pd -> pd.priority(100).program(crasher))
                        .protectionDomain(
                                "survivor", pd -> pd.priority(100).program(Survivor.class))
                        .protectionDomain("late", pd -> pd.priority(50).program(Survivor.class))
                        .protectionDomain("server", pd -> pd.priority(200).program(Server.class))
                        .channel(
                                EndBuilder.end("survivor").id(0).pp(),
                                EndBuilder.end("server").id(0))
                        .channel(EndBuilder.end("late").id(0).pp(), EndBuilder.end("server").id(3))
                        .channel(EndBuilder.end("crasher").id(1), EndBuilder.end("server").id(1))
                        .channel(
                                EndBuilder.end("crasher").id(2).pp(),
                                EndBuilder.end("server").id(2));

        try (RunningSystem running = RunningSystem.boot(1, system)) {
            List<String> printed =
                    running.untilIdle().stream().filter(line -> !line.equals("crasher: ")).toList();

            assertTrue(
                    printed.contains("coordinator-0: MON|ERROR: faulting PD: crasher"),
                    printed::toString);
            assertEquals(
                    1,
                    printed.stream().filter(line -> line.contains("faulting PD")).count(),
                    printed::toString);
            assertTrue(printed.contains("survivor: survived"), printed::toString);
            assertTrue(printed.contains("late: survived"), printed::toString);
        }
    }
}
