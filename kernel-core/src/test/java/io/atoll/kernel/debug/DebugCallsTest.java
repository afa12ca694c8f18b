package io.atoll.kernel.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atoll.kernel.KernelConfig;
import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Debug;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

class DebugCallsTest {
    private static final int IRQ = 40;

    /** A client that waits for a server's answer, a thread that waits for an interrupt. */
    private static void buildScene(World world) {
        Endpoint endpoint = world.endpoint();
        Reply reply = world.reply();
        world.startPassive("server", 60, sel4 -> sel4.recv(endpoint.cptr(), reply.cptr()));
        Endpoint badged =
                world.sel4.endpoint(
                        world.mint(endpoint, CapRights.none().write(true).grantReply(true), 0x2a));
        world.start("client", 50, sel4 -> sel4.call(badged.cptr(), 0));
        var notification = world.notification();
        world.irqHandler(IRQ, notification);
        world.start("driver", 70, sel4 -> sel4.await(notification.cptr()));
        var frame = world.frame();
        world.mapTables(0x5000_0000);
        frame.map(world.vspace(), 0x5000_0000, CapRights.READ).orThrow();
        long inner = world.make(ObjectType.CAP_TABLE, 2);
        world.sel4
                .cnode(inner)
                .slot(3, 2)
                .copy(world.at(endpoint), CapRights.none().read(true))
                .orThrow();
        world.letOthersRun();
    }

    private static String console(Consumer<World> calls) {
        TestImage image = new TestImage(new KernelConfig("debug", 8, true), 1);
        image.run(
                world -> {
                    buildScene(world);
                    calls.accept(world);
                });
        return image.console();
    }

    /**
     * The text must be the one kept as {@code name}. After a change that is meant to show, {@code
     * -Datoll.golden.write=true} keeps the new texts, to be read before they are committed.
     */
    private static void assertGolden(String name, String found) {
        try (InputStream file = DebugCallsTest.class.getResourceAsStream(name)) {
            if (Boolean.getBoolean("atoll.golden.write")) {
                Files.writeString(Path.of("src/test/resources/io/atoll/kernel/debug", name), found);
                return;
            }
            String expected = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(
                    expected,
                    found,
                    () ->
                            name
                                    + " differs; if that is meant, keep the new text with: mvn test"
                                    + " -pl kernel-core -Dtest=DebugCallsTest"
                                    + " -Datoll.golden.write=true");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Nested
    class Dumps {
        @Test
        void shouldPrintTheSchedulersTable() {
            assertGolden("scheduler.txt", console(world -> world.sel4.debug().dumpScheduler()));
        }

        @Test
        void shouldPrintTheCSpaceOfTheCaller() {
            assertGolden("cspace.txt", console(world -> world.sel4.debug().dumpCSpace()));
        }

        @Test
        void shouldPrintASnapshotLikeCapdl() {
            assertGolden("snapshot.capdl", console(world -> world.sel4.debug().snapshot()));
        }

        @Test
        void shouldPrintAGraph() {
            assertGolden("snapshot.dot", console(world -> world.sel4.debug().graph()));
        }

        @Test
        void shouldBeTheSameTextForTheSameState() {
            assertEquals(
                    console(DebugCallsTest::printAll),
                    console(DebugCallsTest::printAll),
                    "two images in the same state are dumped differently");
        }

        @Test
        void shouldShowAChange() {
            String before = console(world -> world.sel4.debug().snapshot());
            String after =
                    console(
                            world -> {
                                world.endpoint();
                                world.sel4.debug().snapshot();
                            });
            assertFalse(before.equals(after), "a new endpoint is not in the snapshot");
        }

        @Test
        void shouldDumpTheSameFromOutside() {
            TestImage image = new TestImage(new KernelConfig("debug", 8, true), 1);
            image.run(
                    world -> {
                        buildScene(world);
                        world.sel4.debug().snapshot();
                        assertEquals(image.console(), KernelDebug.snapshot(image.image()));
                    });
        }
    }

    private static void printAll(World world) {
        Debug debug = world.sel4.debug();
        debug.dumpScheduler();
        debug.dumpCSpace();
        debug.snapshot();
        debug.graph();
    }

    @Nested
    class Calls {
        @Test
        void shouldNameAThread() {
            TestImage image = new TestImage();
            image.run(
                    world -> {
                        Tcb thread = world.thread("before", 50, sel4 -> {});
                        world.sel4.debug().nameThread(thread.cptr(), "after");
                        world.sel4.debug().dumpScheduler();
                    });
            assertTrue(image.console().contains(" after\t"), image.console());
            assertFalse(image.console().contains("before"), image.console());
        }

        @Test
        void shouldIdentifyCapabilities() {
            new TestImage()
                    .run(
                            world -> {
                                Debug debug = world.sel4.debug();
                                assertEquals(0, debug.capIdentify(world.slot()));
                                assertEquals(0, debug.capIdentify(-1), "an address too long");
                                assertEquals(2, debug.capIdentify(world.untyped.cptr()));
                                assertEquals(4, debug.capIdentify(world.endpoint().cptr()));
                                assertEquals(6, debug.capIdentify(world.notification().cptr()));
                                assertEquals(8, debug.capIdentify(world.reply().cptr()));
                                assertEquals(10, debug.capIdentify(InitCaps.CNODE));
                                assertEquals(12, debug.capIdentify(InitCaps.TCB));
                                assertEquals(22, debug.capIdentify(InitCaps.SC));
                            });
        }

        @Test
        void shouldHaltTheImage() {
            List<String> ran = new ArrayList<>();
            TestImage image = new TestImage();
            image.start(
                    world -> {
                        world.start("other", 50, _ -> ran.add("other"));
                        world.sel4.debug().halt();
                        ran.add("behind the halt");
                    });
            assertEquals(List.of(), ran);
            assertTrue(image.console().startsWith("Debug halt syscall from user thread"));
            assertTrue(image.image().core(0).stopping);
        }
    }

    @Nested
    class WithoutDebugConfiguration {
        private static final List<Consumer<Sel4>> CALLS =
                List.of(
                        sel4 -> sel4.debug().nameThread(InitCaps.TCB, "x"),
                        sel4 -> sel4.debug().capIdentify(InitCaps.TCB),
                        sel4 -> sel4.debug().dumpScheduler(),
                        sel4 -> sel4.debug().dumpCSpace(),
                        sel4 -> sel4.debug().snapshot(),
                        sel4 -> sel4.debug().graph(),
                        sel4 -> sel4.debug().halt());

        @Test
        void shouldBeUnknownSystemCalls() {
            for (Consumer<Sel4> call : CALLS) {
                assertEquals(
                        List.of(true, false),
                        List.of(
                                faultsWith(KernelConfig.named("release").withoutDebug(), call),
                                faultsWith(KernelConfig.named("debug"), call)));
            }
        }

        private boolean faultsWith(KernelConfig config, Consumer<Sel4> call) {
            TestImage image = new TestImage(config);
            image.start(
                    world -> {
                        world.start("caller", 50, call::accept);
                        world.letOthersRun();
                    });
            return image.unhandledFaults().stream()
                    .anyMatch(fault -> fault.contains("unknown system call ("));
        }

        @Test
        void shouldPrintNothing() {
            TestImage image = new TestImage(KernelConfig.named("release").withoutDebug());
            image.start(world -> world.sel4.debug().snapshot());
            assertEquals("", image.console());
        }

        @Test
        void shouldStillWriteToTheConsoleAndIgnoreNames() {
            TestImage image = new TestImage(KernelConfig.named("release").withoutDebug());
            image.run(
                    world -> {
                        world.sel4.debugNameThread(InitCaps.TCB, "named");
                        world.sel4.debugPutString("text\n");
                    });
            assertEquals("text\n", image.console());
        }
    }

    @Nested
    class UnknownSystemCall {
        private static final long NUMBER = -99;

        /** The fault as its handler sees it; the handler's answer moves the pointer that far. */
        private List<Object> run(long label, long ipOffset, int answers) {
            List<Object> seen = new ArrayList<>();
            new TestImage()
                    .start(
                            world -> {
                                Endpoint faults = world.endpoint();
                                Reply reply = world.reply();
                                Tcb caller =
                                        world.passiveThread(
                                                "caller",
                                                50,
                                                sel4 -> {
                                                    sel4.unknownSystemCall(NUMBER);
                                                    seen.add("went on");
                                                });
                                caller.setSchedParams(
                                                world.self(), 0, 50, world.schedContext(), faults)
                                        .orThrow();
                                caller.resume().orThrow();
                                for (int i = 0; i < answers; i++) {
                                    long info = faults.recv(reply);
                                    var ipc = world.sel4.ipc();
                                    var fault = (Fault.UnknownSyscall) Fault.from(ipc, info);
                                    seen.add(fault.number());
                                    ipc.mr(Fault.UnknownSyscall.IP, fault.ip() + ipOffset);
                                    reply.send(MessageInfo.of(label, Fault.UnknownSyscall.LENGTH));
                                }
                                world.letOthersRun();
                            });
            return seen;
        }

        @Test
        void shouldGoOnBehindTheCall() {
            assertEquals(List.of(NUMBER, "went on"), run(0, Fault.INSTRUCTION_BYTES, 1));
        }

        @Test
        void shouldMakeTheCallAgainIfThePointerStays() {
            assertEquals(List.of(NUMBER, NUMBER), run(0, 0, 2));
        }

        @Test
        void shouldStopTheThreadIfTheAnswerHasALabel() {
            assertEquals(List.of(NUMBER), run(1, Fault.INSTRUCTION_BYTES, 1));
        }
    }
}
