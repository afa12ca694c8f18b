package io.atoll.coordinator.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What is said about rings when nobody goes on. */
class KnownRingsTest {
    private static final int CAPACITY = 8;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(LineRingLayout.byteSize(CAPACITY), 64);
    private final LineRingProducer out = LineRingProducer.format(memory, CAPACITY);
    private final LineRingConsumer in = LineRingConsumer.attach(memory, CAPACITY);
    private final KnownRings rings = new KnownRings();

    @AfterEach
    void shouldLetItsMemoryGo() {
        arena.close();
    }

    private void open() {
        rings.opened(1, RingOpened.receiving("consumer", in));
        rings.opened(0, RingOpened.sending("producer", out));
    }

    private KnownRings.Ring ring() {
        assertEquals(1, rings.all().size());
        return rings.all().getFirst();
    }

    @Test
    void shouldSayHowFullARingIs() {
        open();
        assertEquals("link producer>consumer: empty", ring().toText());

        out.offer(1, 0, 0, 0);
        out.offer(2, 0, 0, 0);
        in.poll();
        in.release();

        assertEquals("link producer>consumer: 1 of 8 full", ring().toText());
        assertEquals(0, ring().senderCluster());
    }

    /** The receiver looks, the message comes, the receiver asks for a signal, and sleeps. */
    @Test
    void shouldTellAMessageThatNobodyHears() {
        open();
        assertEquals(RingResult.EMPTY, in.poll());
        out.offer(1, 0, 0, 0);
        assertFalse(out.requireSignal());
        in.requestSignal();

        assertTrue(ring().hasUnheardMessage());
        assertEquals("link producer>consumer: 1 of 8 full, receiver armed", ring().toText());
    }

    /** In the other order the sender takes the request, and rings. */
    @Test
    void shouldNotTakeAMessageForUnheardWhoseSenderRings() {
        open();
        in.requestSignal();
        assertFalse(ring().hasUnheardMessage());
        out.offer(1, 0, 0, 0);
        assertTrue(out.requireSignal());

        assertFalse(ring().hasUnheardMessage());
    }

    @Test
    void shouldSayThatASenderWaitsForRoom() {
        open();
        out.requestSignal();

        assertEquals("link producer>consumer: empty, sender armed", ring().toText());
    }

    /** Nobody knows how much the other end has sent or received. */
    @Test
    void shouldNotJudgeARingOfWhichOneEndIsKnown() {
        rings.opened(0, RingOpened.sending("producer", out));
        out.offer(1, 0, 0, 0);
        in.requestSignal();

        assertFalse(ring().hasUnheardMessage());
        assertEquals("link producer>?: nobody knows how full, receiver armed", ring().toText());
    }

    @Test
    void shouldCountBytesWhereMessagesAreBytes() {
        MemorySegment bytes = arena.allocate(ByteRingLayout.byteSize(8 << 10), 64);
        ByteRingProducer sender = ByteRingProducer.format(bytes, 8 << 10);
        rings.opened(0, RingOpened.sending("a", sender));
        rings.opened(0, RingOpened.receiving("b", ByteRingConsumer.attach(bytes, 8 << 10)));
        assertEquals("link a>b: empty", ring().toText());

        assertEquals(RingResult.OK, sender.offer(1, new byte[24], 0, 24));

        assertTrue(ring().toText().matches("link a>b: \\d+ of 8,192 bytes full"), ring().toText());
    }
}
