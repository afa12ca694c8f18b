package io.atoll.coordinator.ring;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The signalling protocol as {@link RingHeader} draws it, step by step as {@link LineRingProducer},
 * {@link LineRingConsumer} and {@code RingChannel} take these steps, through every interleaving,
 * with store buffers: no wake-up is lost and no message. Then with one step left out or moved: each
 * such twin loses a wake-up, and the explorer says how.
 */
class SignallingProtocolModelTest {
    private static final int MESSAGES = 4;

    private enum Word {
        PUBLISHED,
        CONSUMED,
        RECEIVER_REQUEST,
        SENDER_REQUEST,
        SENDER_CLOSED,
        RECEIVER_BELL,
        SENDER_BELL
    }

    private enum Protocol {
        RIGHT,
        NO_FENCE_AFTER_REQUEST,
        NO_LOOK_AFTER_REQUEST,
        NO_FENCE_AFTER_PUBLISHING,
        LOOKS_BEFORE_PUBLISHING,
        RINGS_BEFORE_CLEARING
    }

    // Registers of both programs.
    private static final int SEEN = 0;
    private static final int COUNT = 1;
    private static final int REQUESTED = 2;

    /** Sender only: the count at which it has to look at what was consumed. */
    private static final int LIMIT = 3;

    /**
     * @param forRoom how it waits
     * @param forMessages how it wakes who waits
     */
    private static TsoProgram sender(int capacity, Protocol forRoom, Protocol forMessages) {
        TsoProgram sender = new TsoProgram("sender", 4).compute(own -> own[LIMIT] = capacity);
        sender.label("next")
                .jumpIf(own -> own[COUNT] == MESSAGES, "close")
                .jumpIf(own -> own[COUNT] < own[LIMIT], "send")
                .load(SEEN, Word.CONSUMED)
                .compute(own -> own[LIMIT] = own[SEEN] + capacity)
                .jumpIf(own -> own[COUNT] < own[LIMIT], "send");
        requestSignal(sender, Word.SENDER_REQUEST, forRoom);
        sender.when(
                forRoom != Protocol.NO_LOOK_AFTER_REQUEST,
                program ->
                        program.load(SEEN, Word.CONSUMED)
                                .compute(own -> own[LIMIT] = own[SEEN] + capacity)
                                .jumpIf(own -> own[COUNT] < own[LIMIT], "cancel"));
        sender.await(Word.SENDER_BELL).jump("next");
        sender.label("cancel").store(Word.SENDER_REQUEST, 0).jump("next");
        sender.label("send").compute(own -> own[COUNT]++);
        publish(sender, Word.PUBLISHED, Word.RECEIVER_REQUEST, Word.RECEIVER_BELL, forMessages);
        return sender.label("close")
                .store(Word.SENDER_CLOSED, 1)
                .store(Word.RECEIVER_BELL, 1)
                .end();
    }

    private static TsoProgram receiver(Protocol forMessages, Protocol forRoom) {
        TsoProgram receiver = new TsoProgram("receiver", 3);
        receiver.label("next")
                .load(SEEN, Word.PUBLISHED)
                .jumpIf(own -> own[SEEN] > own[COUNT], "receive")
                .load(SEEN, Word.SENDER_CLOSED)
                .jumpIf(own -> own[SEEN] == 0, "request")
                .load(SEEN, Word.PUBLISHED)
                .jumpIf(own -> own[SEEN] > own[COUNT], "receive")
                .check(own -> own[COUNT] == MESSAGES, "all is received when the ring is closed")
                .end();
        requestSignal(receiver.label("request"), Word.RECEIVER_REQUEST, forMessages);
        receiver.when(
                forMessages != Protocol.NO_LOOK_AFTER_REQUEST,
                program ->
                        program.load(SEEN, Word.PUBLISHED)
                                .jumpIf(own -> own[SEEN] > own[COUNT], "cancel")
                                .load(SEEN, Word.SENDER_CLOSED)
                                .jumpIf(own -> own[SEEN] != 0, "cancel"));
        receiver.await(Word.RECEIVER_BELL).jump("next");
        receiver.label("cancel").store(Word.RECEIVER_REQUEST, 0).jump("next");
        receiver.label("receive").compute(own -> own[COUNT]++);
        publish(receiver, Word.CONSUMED, Word.SENDER_REQUEST, Word.SENDER_BELL, forRoom);
        return receiver;
    }

    private static void requestSignal(TsoProgram program, Word request, Protocol protocol) {
        program.store(request, 1)
                .when(protocol != Protocol.NO_FENCE_AFTER_REQUEST, TsoProgram::fence);
    }

    /** Publishes the count, wakes who waits for it, and goes on to "next". */
    private static void publish(
            TsoProgram program, Word count, Word request, Word bell, Protocol protocol) {
        boolean looksFirst = protocol == Protocol.LOOKS_BEFORE_PUBLISHING;
        boolean ringsFirst = protocol == Protocol.RINGS_BEFORE_CLEARING;
        program.when(looksFirst, twin -> twin.fence().load(REQUESTED, request))
                .store(count, own -> own[COUNT])
                .when(protocol != Protocol.NO_FENCE_AFTER_PUBLISHING, TsoProgram::fence)
                .when(!looksFirst, right -> right.load(REQUESTED, request))
                .jumpIf(own -> own[REQUESTED] == 0, "next")
                .when(ringsFirst, twin -> twin.store(bell, 1))
                .store(request, 0)
                .when(!ringsFirst, right -> right.store(bell, 1))
                .jump("next");
    }

    private static TsoExplorer.Outcome explore(
            int capacity, Protocol forMessages, Protocol forRoom) {
        return TsoExplorer.explore(
                Word.values(),
                sender(capacity, forRoom, forMessages),
                receiver(forMessages, forRoom));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldLoseNoWakeUpInAnyInterleaving(int capacity) {
        TsoExplorer.Outcome outcome = explore(capacity, Protocol.RIGHT, Protocol.RIGHT);

        assertNull(outcome.failure());
        assertTrue(outcome.states() > 1_000, "only " + outcome.states() + " states explored");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RIGHT")
    void shouldCatchATwinThatWaitsForMessagesWrongly(Protocol twin) {
        assertLosesWakeUp("messages", "receiver", twin, explore(1, twin, Protocol.RIGHT));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RIGHT")
    void shouldCatchATwinThatWaitsForRoomWrongly(Protocol twin) {
        assertLosesWakeUp("room", "sender", twin, explore(1, Protocol.RIGHT, twin));
    }

    /** Prints the interleaving: what would happen on a real machine, one day. */
    private static void assertLosesWakeUp(
            String what, String sleeper, Protocol twin, TsoExplorer.Outcome outcome) {
        assertNotNull(outcome.failure(), "the twin behaves in all interleavings");
        System.out.printf("%s, waiting for %s:%n%s%n", twin, what, outcome.failure().indent(4));
        String last = outcome.failure().lines().toList().getLast();
        assertTrue(last.matches("for ever asleep: .*" + sleeper + ".*"), outcome.failure());
    }
}
