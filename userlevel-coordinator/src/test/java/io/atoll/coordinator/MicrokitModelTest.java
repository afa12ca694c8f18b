package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.Child;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.microkit.SetVar;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.system.UserCapability;
import io.atoll.coordinator.testing.RunningSystem;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.MessageInfo;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What Microkit promises its programs, as they see it. */
@Timeout(60)
class MicrokitModelTest {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;

    private static List<String> run(int clusters, SystemBuilder system) throws Exception {
        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            return running.untilIdle();
        }
    }

    @Nested
    class Children {
        /** Restarts its child twice, then gives it up. */
        static final class Parent implements Handler {
            private PdContext context;
            private int faults;

            @Override
            public void init(PdContext pd) {
                context = pd;
            }

            @Override
            public void notified(Channel channel) {}

            @Override
            public OptionalLong fault(Child child, long info) {
                faults++;
                if (!(Fault.from(context.ipc(), info) instanceof Fault.UserException e)) {
                    throw new AssertionError("not a user exception");
                }
                context.dbgPuts("fault %d of %d: %d".formatted(faults, child.id(), e.number()));
                if (faults < 3) {
                    child.restart().orThrow();
                } else {
                    child.stop().orThrow();
                }
                return OptionalLong.empty();
            }
        }

        /** Begins with nothing but its description, each time. */
        static final class Crasher implements Handler {
            private PdContext context;
            private int events;

            @Override
            public void init(PdContext pd) {
                context = pd;
                context.dbgPuts("begins after %d events".formatted(events++));
                context.channel(1).signal(); // to itself, over the other end
            }

            @Override
            public void notified(Channel channel) {
                events++;
                throw new ArithmeticException("crash");
            }
        }

        /** Signals back. */
        static final class Echo implements Handler {
            @Override
            public void init(PdContext context) {}

            @Override
            public void notified(Channel channel) {
                channel.signal();
            }
        }

        @Test
        void shouldBeRestartedAndStoppedByTheirParent() throws Exception {
            List<String> printed =
                    run(
                            1,
                            SystemBuilder.named("family")
                                    .protectionDomain(
                                            "parent",
                                            pd ->
                                                    pd.priority(10)
                                                            .program(Parent.class)
                                                            .child(
                                                                    "kid",
                                                                    5,
                                                                    kid ->
                                                                            kid.priority(9)
                                                                                    .program(
                                                                                            Crasher
                                                                                                    .class)))
                                    .protectionDomain("echo", pd -> pd.program(Echo.class))
                                    .channel(
                                            EndBuilder.end("kid").id(1),
                                            EndBuilder.end("echo").id(1)));

            assertEquals(
                    List.of(
                            "kid: begins after 0 events",
                            "kid threw java.lang.ArithmeticException: crash",
                            "parent: fault 1 of 5: 0",
                            "kid: begins after 0 events",
                            "kid threw java.lang.ArithmeticException: crash",
                            "parent: fault 2 of 5: 0",
                            "kid: begins after 0 events",
                            "kid threw java.lang.ArithmeticException: crash",
                            "parent: fault 3 of 5: 0"),
                    printed);
        }

        /** Stops its child, lets it be signalled, and lets it go on. */
        static final class Keeper implements DirectProgram {
            @Override
            public void run(PdContext context) {
                context.child(0).stop().orThrow();
                context.channel(1).signal();
                context.dbgPuts("stopped");
                for (int i = 0; i < 10; i++) {
                    context.sel4().yieldNow();
                }
                context.dbgPuts("lets go on");
                context.child(0).resume().orThrow();
                context.awaitSignal(1);
                context.dbgPuts("answered");
            }
        }

        /** Answers a signal. */
        static final class Answerer implements Handler {
            private PdContext context;

            @Override
            public void init(PdContext pd) {
                context = pd;
            }

            @Override
            public void notified(Channel channel) {
                context.dbgPuts("notified");
                channel.signal();
            }
        }

        @Test
        void shouldDoNothingWhileStoppedAndGoOnWhenResumed() throws Exception {
            List<String> printed =
                    run(
                            1,
                            SystemBuilder.named("family")
                                    .protectionDomain(
                                            "keeper",
                                            pd ->
                                                    pd.priority(10)
                                                            .program(Keeper.class)
                                                            .child(
                                                                    "kid",
                                                                    0,
                                                                    kid ->
                                                                            kid.priority(20)
                                                                                    .program(
                                                                                            Answerer
                                                                                                    .class)))
                                    .channel(
                                            EndBuilder.end("keeper").id(1),
                                            EndBuilder.end("kid").id(1)));

            assertEquals(
                    List.of(
                            "keeper: stopped",
                            "keeper: lets go on",
                            "kid: notified",
                            "keeper: answered"),
                    printed);
        }
    }

    @Nested
    class Variables {
        /** Prints what it was given. */
        static final class Reader implements DirectProgram {
            @SetVar("link")
            private int channel;

            @SetVar private long region_vaddr;
            @SetVar private long region_size;

            @SetVar("kid_id")
            private int child;

            @Override
            public void run(PdContext context) {
                context.dbgPuts(
                        "%d 0x%x 0x%x %d".formatted(channel, region_vaddr, region_size, child));
                context.channel(channel).signal();
            }
        }

        @Test
        void shouldBeSetBeforeAProgramBegins() throws Exception {
            List<String> printed =
                    run(
                            1,
                            SystemBuilder.named("variables")
                                    .memoryRegion("region", 0x3000)
                                    .protectionDomain(
                                            "reader",
                                            pd ->
                                                    pd.program(Reader.class)
                                                            .map(
                                                                    "region",
                                                                    0x20_0000,
                                                                    map ->
                                                                            map.setvarVirtualAddress(
                                                                                            "region_vaddr")
                                                                                    .setvarSize(
                                                                                            "region_size"))
                                                            .child(
                                                                    "kid",
                                                                    7,
                                                                    "kid_id",
                                                                    kid ->
                                                                            kid.program(
                                                                                    CoordinatorTest
                                                                                            .Greeter
                                                                                            .class)))
                                    .channel(
                                            EndBuilder.end("reader").id(13).setvarId("link"),
                                            EndBuilder.end("kid").id(0)));

            assertTrue(printed.contains("reader: 13 0x200000 0x3000 7"), printed::toString);
        }
    }

    @Nested
    class Memory {
        /** Writes, then signals. */
        static final class Writer implements DirectProgram {
            @Override
            public void run(PdContext context) {
                MemorySegment shared = context.region("shared");
                shared.set(WORD, 0, 42);
                shared.set(WORD, 0x2ff8, 43); // on another page
                context.channel(0).signal();
            }
        }

        /** Reads after the signal, through a mapping of its own. */
        static final class Reader implements DirectProgram {
            @Override
            public void run(PdContext context) {
                context.awaitSignal(0);
                MemorySegment shared = context.region("shared");
                context.dbgPuts(shared.get(WORD, 0) + " " + shared.get(WORD, 0x2ff8));
                shared.set(WORD, 0, 1); // mapped to be read: a fault
                context.dbgPuts("not reached");
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void shouldBeSharedWhereverTheyRunAndWithTheRightsOfEachMapping(int clusters)
                throws Exception {
            List<String> printed =
                    run(
                            clusters,
                            SystemBuilder.named("shared")
                                    .memoryRegion("shared", 0x3000)
                                    .protectionDomain(
                                            "writer",
                                            pd -> pd.program(Writer.class).map("shared", 0x10_0000))
                                    .protectionDomain(
                                            "reader",
                                            pd ->
                                                    pd.cpu(clusters - 1)
                                                            .program(Reader.class)
                                                            .map("shared", 0x70_0000, "r"))
                                    .channel("writer", "reader"));

            assertTrue(printed.contains("reader: 42 43"), printed::toString);
            assertFalse(printed.contains("reader: not reached"), printed::toString);
            assertTrue(
                    printed.stream().anyMatch(line -> line.contains("faulting PD: reader")),
                    printed::toString);
        }
    }

    @Nested
    class Prefill {
        private static final byte[] CONTENT = new byte[5_000];

        static {
            for (int i = 0; i < CONTENT.length; i++) {
                CONTENT[i] = (byte) (i * 31 + 7);
            }
        }

        /** Finds the content in its memory before anything else happens, and zeros behind it. */
        static final class Reader implements DirectProgram {
            @SetVar("content_bytes")
            private long contentBytes;

            @Override
            public void run(PdContext context) {
                MemorySegment region = context.region("content");
                long wrong = 0;
                for (int i = 0; i < region.byteSize(); i++) {
                    byte expected = i < contentBytes ? CONTENT[i] : 0;
                    wrong += region.get(ValueLayout.JAVA_BYTE, i) == expected ? 0 : 1;
                }
                context.dbgPuts(
                        "%d of %d bytes filled, %d wrong"
                                .formatted(contentBytes, region.byteSize(), wrong));
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void shouldBeThereForAllClustersBeforeAProgramBegins(int clusters, @TempDir Path folder)
                throws Exception {
            Path file = Files.write(folder.resolve("content.bin"), CONTENT);
            SystemBuilder system =
                    SystemBuilder.named("prefill")
                            .memoryRegion(
                                    "content",
                                    region ->
                                            region.sizeBytes(0x3000).prefillPath(file.toString()));
            for (int i = 0; i < clusters; i++) {
                int cpu = i;
                system.protectionDomain(
                        "reader" + i,
                        pd ->
                                pd.cpu(cpu)
                                        .program(Reader.class)
                                        .map(
                                                "content",
                                                0x10_0000,
                                                map -> map.setvarPrefillSize("content_bytes")));
            }
            try (RunningSystem running = RunningSystem.boot(clusters, system)) {
                List<String> printed = running.untilIdle();

                assertEquals(clusters, printed.size(), printed::toString);
                for (int i = 0; i < clusters; i++) {
                    String line = "reader%d: 5000 of 12288 bytes filled, 0 wrong".formatted(i);
                    assertTrue(printed.contains(line), printed::toString);
                }
            }
        }
    }

    @Nested
    class Passive {
        /** Signals a passive server, which has no time of its own but that of its notification. */
        static final class Signaller implements DirectProgram {
            @Override
            public void run(PdContext context) {
                context.channel(0).signal();
                context.awaitSignal(0);
                context.mr(0, 5);
                context.channel(0).ppcall(MessageInfo.of(0, 1));
                context.dbgPuts("answered " + context.mr(0));
            }
        }

        /** Serves both. */
        static final class Server implements Handler {
            private PdContext context;

            @Override
            public void init(PdContext pd) {
                context = pd;
            }

            @Override
            public void notified(Channel channel) {
                context.dbgPuts("notified");
                channel.deferredSignal();
            }

            @Override
            public long protectedCall(Channel channel, long info) {
                context.mr(0, context.mr(0) * 2);
                return MessageInfo.of(0, 1);
            }
        }

        @Test
        void shouldRunOnTheTimeOfTheirNotificationAndOfTheirCallers() throws Exception {
            List<String> printed =
                    run(
                            1,
                            SystemBuilder.named("passive")
                                    .protectionDomain(
                                            "client", pd -> pd.priority(1).program(Signaller.class))
                                    .protectionDomain(
                                            "server",
                                            pd -> pd.priority(2).passive().program(Server.class))
                                    .channel(
                                            EndBuilder.end("client").id(0).pp(),
                                            EndBuilder.end("server").id(9)));

            assertEquals(List.of("server: notified", "client: answered 10"), printed);
        }
    }

    /** Signals from another cluster arrive as interrupts: masked until they are acknowledged. */
    @Nested
    class Interrupts {
        /** Signals, waits until that has been seen, and signals again. */
        static final class TwiceSignaller implements DirectProgram {
            @Override
            public void run(PdContext context) {
                context.channel(0).signal();
                context.awaitSignal(0);
                context.channel(0).signal();
            }
        }

        /** Takes the first signal from the kernel itself, so that nobody acknowledges it. */
        static class Forgetful implements Handler {
            PdContext context;

            @Override
            public void init(PdContext pd) {
                context = pd;
                pd.sel4().await(CSpaceLayout.NOTIFICATION);
                pd.channel(0).signal();
            }

            @Override
            public void notified(Channel channel) {
                context.dbgPuts("heard the second one");
            }
        }

        /** The same, but acknowledges it when {@code init} ends. */
        static final class Late extends Forgetful {
            @Override
            public void init(PdContext pd) {
                super.init(pd);
                pd.channel(0).deferredAck();
            }
        }

        private static List<String> runTwice(Class<?> listener) throws Exception {
            return run(
                    2,
                    SystemBuilder.named("interrupts")
                            .protectionDomain(
                                    "signaller", pd -> pd.cpu(0).program(TwiceSignaller.class))
                            .protectionDomain("listener", pd -> pd.cpu(1).program(listener))
                            .channel(
                                    EndBuilder.end("signaller").id(0),
                                    EndBuilder.end("listener").id(0)));
        }

        @Test
        void shouldComeAgainAfterADeferredAcknowledgement() throws Exception {
            assertEquals(List.of("listener: heard the second one"), runTwice(Late.class));
        }

        @Test
        void shouldNotComeAgainWithoutOne() throws Exception {
            assertEquals(List.of(), runTwice(Forgetful.class));
        }
    }

    @Nested
    class UserCapabilities {
        /** Stops a thread for which the description gives it a capability. */
        static final class Governor implements Handler {
            @Override
            public void init(PdContext context) {
                context.dbgPuts(context.sel4().tcb(context.userCapability(5)).suspend().toString());
                try {
                    context.userCapability(128);
                } catch (IllegalArgumentException beyond) {
                    context.dbgPuts(beyond.getMessage());
                }
            }

            @Override
            public void notified(Channel channel) {}
        }

        /** Would say something, if it ran. */
        static final class Governed implements DirectProgram {
            @Override
            public void run(PdContext context) {
                context.dbgPuts("I run");
            }
        }

        @Test
        void shouldBeFoundByTheirSlot() throws Exception {
            List<String> printed =
                    run(
                            1,
                            SystemBuilder.named("capabilities")
                                    .protectionDomain(
                                            "governor",
                                            pd ->
                                                    pd.priority(2)
                                                            .capability(
                                                                    UserCapability.Kind.TCB,
                                                                    5,
                                                                    "governed")
                                                            .program(Governor.class))
                                    .protectionDomain(
                                            "governed",
                                            pd -> pd.priority(1).program(Governed.class)));

            assertEquals(
                    List.of(
                            "governor: NO_ERROR",
                            "governor: governor: invalid slot 128 of a user capability; slots are 1"
                                    + " to 127"),
                    printed);
        }
    }

    @Nested
    class Mistakes {
        /** Uses a channel it does not have. */
        static final class WrongChannel implements DirectProgram {
            @Override
            public void run(PdContext context) {
                context.channel(17).signal();
            }
        }

        /** Signals where its description forbids it. */
        static final class MuteSignaller implements DirectProgram {
            @Override
            public void run(PdContext context) {
                context.channel(0).signal();
            }
        }

        /** Defers two. */
        static final class TwoDeferred implements Handler {
            @Override
            public void init(PdContext context) {
                context.channel(0).deferredSignal();
                context.channel(0).deferredSignal();
            }

            @Override
            public void notified(Channel channel) {}
        }

        @Test
        void shouldBeFaultsThatSayWhatIsWrong() throws Exception {
            List<String> printed =
                    run(
                            1,
                            SystemBuilder.named("mistakes")
                                    .protectionDomain("lost", pd -> pd.program(WrongChannel.class))
                                    .protectionDomain("hasty", pd -> pd.program(TwoDeferred.class))
                                    .channel("lost", "hasty"));

            assertTrue(
                    printed.contains(
                            "lost threw java.lang.IllegalArgumentException: lost: invalid channel"
                                    + " 17; it has [0]"),
                    printed::toString);
            assertTrue(
                    printed.contains(
                            "hasty threw java.lang.IllegalStateException: hasty: an entry point can"
                                    + " defer one signal or acknowledgement, not two"),
                    printed::toString);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1})
        void shouldNotSignalWhereTheDescriptionForbidsIt(int cpuOfTheOther) throws Exception {
            List<String> printed =
                    run(
                            2,
                            SystemBuilder.named("mute")
                                    .protectionDomain(
                                            "mute", pd -> pd.cpu(0).program(MuteSignaller.class))
                                    .protectionDomain(
                                            "deaf",
                                            pd ->
                                                    pd.cpu(cpuOfTheOther)
                                                            .program(Interrupts.Late.class))
                                    .channel(
                                            EndBuilder.end("mute").id(0).withoutNotify(),
                                            EndBuilder.end("deaf").id(0)));

            assertTrue(
                    printed.contains(
                            "mute threw java.lang.IllegalStateException: mute: nobody can be"
                                    + " signalled on channel 0: it has notify=\"false\" at this"
                                    + " end, or is an interrupt"),
                    printed::toString);
        }
    }
}
