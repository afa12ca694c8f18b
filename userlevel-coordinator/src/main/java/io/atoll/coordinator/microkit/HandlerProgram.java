package io.atoll.coordinator.microkit;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StacklessProgram;

import java.util.OptionalLong;

/** libmicrokit's event loop around a {@link Handler}, as a stackless program. */
final class HandlerProgram implements StacklessProgram {
    private final PdImage image;
    private Handler handler;
    private PdContext context;

    HandlerProgram(PdImage image) {
        this.image = image;
    }

    /** A new handler each time: a restarted domain begins with nothing but its description. */
    @Override
    public void start(Sel4 sel4, NextSystemCall next) {
        handler = (Handler) ProgramInstance.of(image);
        context = new PdContext(image, sel4);
        handler.init(context);
        if (image.passive()) {
            // The coordinator takes the time away; from now on the domain runs on its callers'.
            flushDeferred();
            next.nbSendRecv(
                    CSpaceLayout.COORDINATOR,
                    MessageInfo.of(PdRequests.BECOME_PASSIVE, 0),
                    CSpaceLayout.INPUT,
                    CSpaceLayout.REPLY);
        } else {
            receive(next);
        }
    }

    @Override
    public void message(long badge, long info, NextSystemCall next) {
        if (!Badges.isFromEndpoint(badge)) {
            notified(badge);
            receive(next);
        } else if (!Badges.isFault(badge)) {
            long answer = handler.protectedCall(context.channel(Badges.number(badge)), info);
            flushDeferred();
            next.replyRecv(CSpaceLayout.INPUT, answer, CSpaceLayout.REPLY);
        } else {
            fault(Badges.number(badge), info, next);
        }
    }

    private void notified(long signals) {
        for (long left = signals; left != 0; left &= left - 1) {
            Channel channel = context.channel(Long.numberOfTrailingZeros(left));
            if (channel.acknowledges()) {
                // Before the event, so that a signal that comes during it is not lost.
                channel.ack();
            }
            handler.notified(channel);
        }
    }

    private void fault(int child, long info, NextSystemCall next) {
        OptionalLong answer = handler.fault(context.child(child), info);
        if (answer.isPresent()) {
            flushDeferred();
            next.replyRecv(CSpaceLayout.INPUT, answer.getAsLong(), CSpaceLayout.REPLY);
        } else {
            receive(next);
        }
    }

    /** Ends an event that owes no answer; what it deferred goes into the same kernel entry. */
    private void receive(NextSystemCall next) {
        long deferred = context.takeDeferred();
        if (deferred != 0) {
            next.nbSendRecv(
                    deferred, context.deferredInfo(), CSpaceLayout.INPUT, CSpaceLayout.REPLY);
        } else {
            next.recv(CSpaceLayout.INPUT, CSpaceLayout.REPLY);
        }
    }

    /**
     * An event that owes an answer makes the deferred call first: the answer takes the one place.
     */
    private void flushDeferred() {
        long deferred = context.takeDeferred();
        if (deferred != 0) {
            // The answer's words are in the message registers; a signal has none to overwrite them
            // with.
            context.sel4().nbSend(deferred, context.deferredInfo());
        }
    }
}
