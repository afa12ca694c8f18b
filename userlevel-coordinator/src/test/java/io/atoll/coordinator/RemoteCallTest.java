package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;
import io.atoll.kernel.api.MessageInfo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** Protected calls into another cluster whose server, or whole kernel, fails: all are answered. */
@Timeout(60)
class RemoteCallTest {

    /** Answers with the inverse of the first word; there is none of zero. */
    static final class Inverter implements Handler {
        private PdContext context;

        @Override
        public void init(PdContext pd) {
            context = pd;
        }

        @Override
        public void notified(Channel channel) {}

        @Override
        public long protectedCall(Channel channel, long info) {
            context.mr(0, 1_000_000 / context.mr(0));
            return MessageInfo.of(7, 1);
        }
    }

    private static String call(PdContext context, int channel, long word) {
        context.mr(0, word);
        long info = context.channel(channel).ppcall(MessageInfo.of(0, 1));
        return MessageInfo.label(info) == Channel.CALL_FAILED
                ? "failed with %d words".formatted(MessageInfo.length(info))
                : "label %d, %d".formatted(MessageInfo.label(info), context.mr(0));
    }

    /** Kills its server with the second call, and calls on; then calls another one. */
    static final class Killer implements DirectProgram {
        @Override
        public void run(PdContext context) {
            for (long word : new long[] {4, 0, 5, 6}) {
                context.dbgPuts("%d: %s".formatted(word, call(context, 0, word)));
            }
            // More of them than the ring, which nobody empties any more, has lines.
            int failed = 0;
            for (int i = 1; i <= 1_000; i++) {
                failed += call(context, 0, i).startsWith("failed") ? 1 : 0;
            }
            context.dbgPuts("%d failed; the other: %s".formatted(failed, call(context, 1, 2)));
        }
    }

    /** Calls until a call fails; nobody tells it when. */
    static final class Bystander implements DirectProgram {
        @Override
        public void run(PdContext context) {
            String answer;
            do {
                answer = call(context, 0, 8);
            } while (answer.equals("label 7, 125000"));
            context.dbgPuts(answer);
        }
    }

    @Test
    void shouldFailOnceTheServerHasFaulted() throws Exception {
        SystemBuilder system =
                SystemBuilder.named("inverse")
                        .protectionDomain("killer", pd -> pd.priority(10).program(Killer.class))
                        .protectionDomain("bystander", pd -> pd.program(Bystander.class))
                        .protectionDomain(
                                "server", pd -> pd.cpu(1).priority(100).program(Inverter.class))
                        .protectionDomain(
                                "other", pd -> pd.cpu(1).priority(100).program(Inverter.class))
                        .channel(EndBuilder.end("killer").id(0).pp(), EndBuilder.end("server"))
                        .channel(EndBuilder.end("killer").id(1).pp(), EndBuilder.end("other"))
                        .channel(EndBuilder.end("bystander").id(0).pp(), EndBuilder.end("server"));
        try (RunningSystem running = RunningSystem.boot(2, system)) {
            List<String> printed = running.untilIdle();

            for (String line :
                    List.of(
                            "killer: 4: label 7, 250000",
                            "coordinator-1: MON|ERROR: faulting PD: server",
                            "killer: 0: failed with 0 words",
                            "killer: 5: failed with 0 words",
                            "killer: 6: failed with 0 words",
                            "killer: 1000 failed; the other: label 7, 500000",
                            "bystander: failed with 0 words")) {
                assertTrue(printed.contains(line), () -> line + " is not in " + printed);
            }
        }
    }

    /** Takes a call, lets the saboteur go ahead, and never answers. */
    static final class Victim implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.sel4().recv(CSpaceLayout.INPUT, CSpaceLayout.REPLY);
            context.channel(1).signal();
            context.awaitSignal(1);
        }
    }

    /** Calls twice. */
    static final class Caller implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.dbgPuts("first: " + call(context, 0, 1));
            context.dbgPuts("second: " + call(context, 0, 2));
        }
    }

    @Test
    void shouldFailOnceTheClusterHasStopped() throws Exception {
        SystemBuilder system =
                SystemBuilder.named("gone")
                        .protectionDomain("caller", pd -> pd.program(Caller.class))
                        .protectionDomain(
                                "victim", pd -> pd.cpu(1).priority(100).program(Victim.class))
                        .protectionDomain(
                                RunningSystem.SABOTEUR,
                                pd ->
                                        pd.cpu(1)
                                                .priority(50)
                                                .program(ChannelPrograms.Saboteur.class))
                        .channel(
                                EndBuilder.end("caller").id(0).pp(), EndBuilder.end("victim").id(0))
                        .channel(
                                EndBuilder.end("victim").id(1),
                                EndBuilder.end(RunningSystem.SABOTEUR).id(0));
        try (RunningSystem running = RunningSystem.boot(2, system)) {
            List<String> printed = running.untilIdle();

            assertTrue(printed.contains("caller: first: failed with 0 words"), printed::toString);
            assertTrue(printed.contains("caller: second: failed with 0 words"), printed::toString);
        }
    }

    /** Calls once, then stops its own kernel. */
    static final class LastCaller implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.dbgPuts(call(context, 0, 4));
        }
    }

    /** Waits for the end of the other cluster's only program, then calls. */
    static final class Heir implements DirectProgram {
        @Override
        public void run(PdContext context) {
            try {
                CoordinatorClient.of(context).lookUp("nobody");
            } catch (IllegalStateException gone) {
                context.dbgPuts(call(context, 0, 5));
            }
        }
    }

    @Test
    void shouldLeaveTheServerToOthersWhenACallersClusterStops() throws Exception {
        assertEquals(1, new Name("nobody").home(2));
        SystemBuilder system =
                SystemBuilder.named("heir")
                        .protectionDomain(
                                RunningSystem.SABOTEUR, pd -> pd.cpu(1).program(LastCaller.class))
                        .protectionDomain("heir", pd -> pd.program(Heir.class))
                        .protectionDomain("server", pd -> pd.priority(100).program(Inverter.class))
                        .channel(
                                EndBuilder.end(RunningSystem.SABOTEUR).id(0).pp(),
                                EndBuilder.end("server"))
                        .channel(EndBuilder.end("heir").id(0).pp(), EndBuilder.end("server"));
        try (RunningSystem running = RunningSystem.boot(2, system)) {
            List<String> printed = running.untilIdle();

            assertTrue(printed.contains("saboteur: label 7, 250000"), printed::toString);
            assertTrue(printed.contains("heir: label 7, 200000"), printed::toString);
        }
    }
}
