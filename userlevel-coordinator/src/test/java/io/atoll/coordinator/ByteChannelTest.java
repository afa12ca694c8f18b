package io.atoll.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.coordinator.channel.ByteChannel;
import io.atoll.coordinator.channel.ChannelKind;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;
import io.atoll.kernel.api.MessageInfo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

class ByteChannelTest extends ChannelContract {
    ByteChannelTest() {
        super(ChannelKind.BYTES);
    }

    /** Sends back what comes, with the type one higher. */
    static final class Echo implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            coordinator.register("echo");
            ByteChannel channel = coordinator.acceptBytes("echo");
            byte[] copy = new byte[channel.maxMessageLength()];
            while (channel.receive() == RingResult.OK) {
                int length = channel.length();
                int type = channel.type();
                channel.copyTo(copy, 0);
                channel.release();
                channel.send(type + 1, copy, 0, length);
            }
        }
    }

    /** Tries messages of all lengths, and one that is too long. */
    static final class EveryLength implements DirectProgram {
        @Override
        public void run(PdContext context) {
            ByteChannel channel = CoordinatorClient.of(context).connectBytes("echo");
            int same = 0;
            for (int length = 0; length <= channel.maxMessageLength(); length++) {
                byte[] message = new byte[length];
                Arrays.fill(message, (byte) length);
                channel.send(length + 1, message, 0, length);
                channel.receive();
                byte[] answer = new byte[channel.length()];
                channel.copyTo(answer, 0);
                if (channel.type() == length + 2 && Arrays.equals(message, answer)) {
                    same++;
                }
                channel.release();
            }
            context.dbgPuts(same + " lengths came back");
            try {
                channel.send(1, new byte[2000], 0, 1025);
            } catch (IllegalArgumentException tooLong) {
                context.dbgPuts(tooLong.getMessage());
            }
            channel.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldCarryMessagesOfEveryLengthWithTheirType(int clusters) throws Exception {
        SystemBuilder system =
                SystemBuilder.named("echo")
                        .protectionDomain("echo", pd -> pd.program(Echo.class))
                        .protectionDomain(
                                "client", pd -> pd.cpu(clusters - 1).program(EveryLength.class));
        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            assertEquals(
                    List.of(
                            "client: 1025 lengths came back",
                            "client: a message of 1025 bytes cannot be sent here; at most 1024"
                                    + " bytes can"),
                    running.untilIdle());
        }
    }

    /** Fills the ring with the longest messages, then waits for room for some lengths. */
    static final class Crammer implements DirectProgram {
        @Override
        public void run(PdContext context) {
            ByteChannel channel = CoordinatorClient.of(context).connectBytes("drain");
            byte[] message = new byte[channel.maxMessageLength()];
            while (channel.send(1, message, 0, message.length) == RingResult.OK) {
                // until there is no room for so long a one
            }
            context.dbgPuts(
                    "for one byte: %s, and sent: %s"
                            .formatted(
                                    RingResult.toString(channel.awaitRoom(1)),
                                    RingResult.toString(channel.send(2, message, 0, 1))));
            context.dbgPuts(
                    "for the longest: %s, and sent: %s"
                            .formatted(
                                    RingResult.toString(channel.awaitRoom(message.length)),
                                    RingResult.toString(
                                            channel.send(3, message, 0, message.length))));
            channel.close();
        }
    }

    /** Takes one message at a time, only once it has seen the one of type 2 being sent. */
    static final class Drain implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            coordinator.register("drain");
            ByteChannel channel = coordinator.acceptBytes("drain");
            long bytes = 0;
            while (channel.receive() == RingResult.OK) {
                bytes += channel.length();
                if (channel.type() == 3) {
                    context.dbgPuts("drained " + bytes % 1024);
                }
                channel.release();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldWaitForRoomForTheLengthThatIsNeeded(int clusters) throws Exception {
        SystemBuilder system =
                SystemBuilder.named("cram")
                        .protectionDomain("drain", pd -> pd.cpu(clusters - 1).program(Drain.class))
                        .protectionDomain("crammer", pd -> pd.program(Crammer.class));
        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            assertEquals(
                    List.of(
                            "crammer: for one byte: OK, and sent: OK",
                            "crammer: for the longest: OK, and sent: OK",
                            "drain: drained 1"),
                    running.untilIdle().stream().sorted().toList());
        }
    }

    /** Takes a channel of each kind, in the order in which they are not asked for. */
    static final class Bilingual implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            coordinator.register("bilingual");
            LineChannel lines = coordinator.accept("bilingual");
            ByteChannel bytes = coordinator.acceptBytes("bilingual");
            bytes.receive();
            lines.send(bytes.getByte(0));
            bytes.release();
        }
    }

    /** Asks in one kind and hears in the other. */
    static final class Interpreter implements DirectProgram {
        @Override
        public void run(PdContext context) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            ByteChannel bytes = coordinator.connectBytes("bilingual");
            bytes.send(1, new byte[] {42}, 0, 1);
            LineChannel lines = coordinator.connect("bilingual");
            lines.receive();
            context.dbgPuts("heard " + lines.word(0));
            lines.release();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldBeKeptApartFromTheOtherKindUnderTheSameName(int clusters) throws Exception {
        SystemBuilder system =
                SystemBuilder.named("kinds")
                        .protectionDomain("server", pd -> pd.program(Bilingual.class))
                        .protectionDomain(
                                "client", pd -> pd.cpu(clusters - 1).program(Interpreter.class));
        try (RunningSystem running = RunningSystem.boot(clusters, system)) {
            assertEquals(List.of("client: heard 42"), running.untilIdle());
        }
    }

    /** Asks its coordinator for a channel of a kind that does not exist. */
    static final class Confused implements DirectProgram {
        @Override
        public void run(PdContext context) {
            long[] words = new Name("nobody").words();
            for (int i = 0; i < words.length; i++) {
                context.mr(i, words[i]);
            }
            context.mr(Name.WORDS, 7);
            long info = MessageInfo.of(CoordinatorClient.CONNECT, Name.WORDS + 1);
            long answer = context.sel4().call(CSpaceLayout.COORDINATOR, info);
            context.dbgPuts("refused: " + (MessageInfo.label(answer) == CoordinatorClient.REFUSED));
        }
    }

    @Test
    void shouldBeRefusedInAKindThatDoesNotExist() throws Exception {
        SystemBuilder system =
                SystemBuilder.named("confused")
                        .protectionDomain("confused", pd -> pd.program(Confused.class));
        try (RunningSystem running = RunningSystem.boot(1, system)) {
            assertEquals(
                    List.of(
                            "coordinator-0: MON|ERROR: 'confused' asks the coordinator for a"
                                    + " channel of no kind",
                            "confused: refused: true"),
                    running.untilIdle());
        }
    }
}
