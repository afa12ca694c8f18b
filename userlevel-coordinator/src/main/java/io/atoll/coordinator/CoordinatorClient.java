package io.atoll.coordinator;

import io.atoll.coordinator.channel.ByteChannel;
import io.atoll.coordinator.channel.ChannelEnd;
import io.atoll.coordinator.channel.ChannelKind;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.channel.RingChannel;
import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingOpened;
import io.atoll.kernel.api.MessageInfo;

import java.lang.foreign.MemorySegment;

/**
 * A program's view of its cluster's coordinator: names, and channels to whoever has a name,
 * wherever that is. To be used by the program's thread only. All calls but {@link #register} wait
 * until the answer is there, however long that takes: for ever, if nobody ever takes that name. If
 * the cluster that is to answer stops, they say so.
 */
public final class CoordinatorClient {
    // Labels of requests: message registers 0 to 3 hold a name, 4 the kind of the channel.

    static final int REGISTER = 0x101;
    static final int LOOK_UP = 0x102;
    static final int CONNECT = 0x103;
    static final int ACCEPT = 0x104;

    /** Labels of the answers. */
    static final int GRANTED = 0;

    static final int REFUSED = 1;

    private final PdContext context;

    private CoordinatorClient(PdContext context) {
        this.context = context;
    }

    /** The coordinator of the cluster that runs this program. */
    public static CoordinatorClient of(PdContext context) {
        return new CoordinatorClient(context);
    }

    /**
     * Takes a name, in all clusters.
     *
     * @param name 1 to 32 bytes in UTF-8
     * @return false if another program has it, or if the cluster that keeps this name has stopped
     */
    public boolean register(String name) {
        return request(REGISTER, name) == GRANTED;
    }

    /**
     * Finds out who has a name; waits until somebody has.
     *
     * @return number of the cluster
     * @throws IllegalStateException if the cluster that keeps this name has stopped
     */
    public int lookUp(String name) {
        if (request(LOOK_UP, name) != GRANTED) {
            throw new IllegalStateException(
                    "%s: nobody knows '%s': %s".formatted(context.name(), name, CLUSTER_GONE));
        }
        return (int) context.mr(0);
    }

    /**
     * A new channel for words to the program that has a name; waits until there is one. That
     * program gets the other end from {@link #accept}.
     *
     * @throws IllegalStateException if no channel can be made any more: numbers or memory are used
     *     up, or the cluster of that program, or the one that keeps its name, has stopped
     */
    public LineChannel connect(String name) {
        return opened(new LineChannel(end(CONNECT, name, ChannelKind.LINES)));
    }

    /**
     * As {@link #connect}, a channel for bytes; the other end comes from {@link #acceptBytes}.
     *
     * @throws IllegalStateException as {@link #connect}
     */
    public ByteChannel connectBytes(String name) {
        return opened(new ByteChannel(end(CONNECT, name, ChannelKind.BYTES)));
    }

    /**
     * The next channel for words that somebody wants to a name of this program; waits until
     * somebody does. Channels of the other kind are kept for {@link #acceptBytes}.
     *
     * @throws IllegalStateException if this program does not have that name
     */
    public LineChannel accept(String name) {
        return opened(new LineChannel(end(ACCEPT, name, ChannelKind.LINES)));
    }

    /**
     * As {@link #accept}, the next channel for bytes.
     *
     * @throws IllegalStateException as {@link #accept}
     */
    public ByteChannel acceptBytes(String name) {
        return opened(new ByteChannel(end(ACCEPT, name, ChannelKind.BYTES)));
    }

    /** From now on whoever runs the machine knows its rings by the name of this program. */
    private <C extends RingChannel> C opened(C channel) {
        context.sel4().debugReport(RingOpened.sending(context.name(), channel.out()));
        context.sel4().debugReport(RingOpened.receiving(context.name(), channel.in()));
        return channel;
    }

    private long request(int label, String name) {
        return call(label, putName(name));
    }

    private ChannelEnd end(int label, String name, ChannelKind kind) {
        int length = putName(name);
        context.mr(length++, kind.code());
        long answer = call(label, length);
        if (answer != GRANTED) {
            throw new IllegalStateException(
                    "%s: no channel for '%s': %s"
                            .formatted(context.name(), name, reason((int) answer)));
        }
        long address = context.mr(0);
        long byteSize = context.mr(1);
        int side = (int) context.mr(2);
        int id = (int) context.mr(3);
        boolean isDoorbell = context.mr(4) != 0;
        boolean isOnOtherCore = context.mr(5) != 0;
        MemorySegment area = context.sel4().memory().window(address, byteSize);
        return new ChannelEnd(
                context, context.addChannel(id, isDoorbell), isOnOtherCore, area, side);
    }

    /** Puts a name into the message; how many words that are. */
    private int putName(String name) {
        long[] words = new Name(name).words();
        for (int i = 0; i < words.length; i++) {
            context.mr(i, words[i]);
        }
        return words.length;
    }

    private long call(int label, int length) {
        return MessageInfo.label(
                context.sel4().call(CSpaceLayout.COORDINATOR, MessageInfo.of(label, length)));
    }

    private static String reason(int answer) {
        return switch (answer) {
            case NOT_YOURS -> "this program has not registered that name";
            case GONE -> CLUSTER_GONE;
            default -> "channel numbers or shared memory are used up, or the other program stopped";
        };
    }

    private static final String CLUSTER_GONE = "the cluster that would answer has stopped";

    /** Label of an answer: the caller does not have the name it accepts for. */
    static final int NOT_YOURS = 2;

    /** Label of an answer: a cluster on which it depends has stopped. */
    static final int GONE = 3;
}
