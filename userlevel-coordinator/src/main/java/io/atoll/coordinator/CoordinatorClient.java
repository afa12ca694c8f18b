package io.atoll.coordinator;

import io.atoll.coordinator.channel.RingChannel;
import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.kernel.api.MessageInfo;

import java.lang.foreign.MemorySegment;

/**
 * A program's view of its cluster's coordinator: names, and channels to whoever has a name,
 * wherever that is. To be used by the program's thread only. All calls but {@link #register} wait
 * until the answer is there, however long that takes: for ever, if nobody ever takes that name. If
 * the cluster that is to answer stops, they say so.
 */
public final class CoordinatorClient {
    /**
     * Messages each ring of a channel holds. Both rings must stay in the level-1 cache beside
     * whatever else a program touches, or a message takes half as long again
     * (docs/decisions/0006-rings-of-lines.md).
     */
    static final int CAPACITY = 64;

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
     * A new channel to the program that has a name; waits until there is one. That program gets the
     * other end from {@link #accept}.
     *
     * @throws IllegalStateException if no channel can be made any more: numbers or memory are used
     *     up, or the cluster of that program, or the one that keeps its name, has stopped
     */
    public RingChannel connect(String name) {
        return channel(request(CONNECT, name), name);
    }

    /**
     * The next channel that somebody wants to a name of this program; waits until somebody does.
     *
     * @throws IllegalStateException if this program does not have that name
     */
    public RingChannel accept(String name) {
        return channel(request(ACCEPT, name), name);
    }

    private long request(int label, String name) {
        long[] words = new Name(name).words();
        for (int i = 0; i < words.length; i++) {
            context.mr(i, words[i]);
        }
        return MessageInfo.label(
                context.sel4().call(CSpaceLayout.COORDINATOR, MessageInfo.of(label, words.length)));
    }

    private RingChannel channel(long answer, String name) {
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
        return new RingChannel(
                context, context.addChannel(id, isDoorbell), isOnOtherCore, area, side, CAPACITY);
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
