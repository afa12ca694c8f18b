package io.atoll.benchmarks.peers;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.atoll.benchmarks.harness.Waiting;

import org.agrona.DirectBuffer;

/**
 * One direction over an {@link AeronLink}: claim, write in place, commit; read in place. One
 * sending and one receiving thread.
 */
final class AeronPipe {
    private final ExclusivePublication publication;
    private final Image image;
    private final BufferClaim claim = new BufferClaim();
    private final FragmentHandler handler = this::onFragment;
    private final Expectation expectation = new Expectation();

    AeronPipe(AeronLink.Stream stream) {
        publication = stream.publication();
        image = stream.image();
    }

    /** Sends one message. */
    void send(long sequence, Waiting waiting) {
        long position;
        while ((position = publication.tryClaim(Payload.BYTES, claim)) < 0) {
            checkRefusal(position);
            waiting.pause();
        }
        Payload.put(claim.buffer(), claim.offset(), sequence);
        claim.commit();
    }

    private static void checkRefusal(long refusal) {
        if (refusal != Publication.BACK_PRESSURED && refusal != Publication.ADMIN_ACTION) {
            throw new IllegalStateException(
                    "the Aeron stream is gone: " + Publication.errorString(refusal));
        }
    }

    /** Receives and checks the messages {@code begin} to {@code end - 1}. */
    void receive(long begin, long end, int atOnce, Waiting waiting) {
        expectation.begin(begin);
        while (expectation.next() < end) {
            if (image.poll(handler, atOnce) == 0) {
                waiting.pause();
            }
        }
    }

    private void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        expectation.meet(buffer, offset);
    }
}
