package io.atoll.coordinator;

import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.system.ProtectionDomain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A protection domain that a coordinator has built: CPtrs of its objects in the coordinator's
 * CSpace, and what it has been given beside its description. Used by the coordinator only.
 */
final class Domain {
    final int index;
    final ProtectionDomain description;
    long tcb;
    long cnode;
    long vspace;

    /** 0 if nobody can call it. */
    long endpoint;

    long notification;
    long schedContext;
    long entryPoint;

    /** Channel numbers in use; the description's, and those bound at run time. */
    private final boolean[] channels = new boolean[CSpaceLayout.CHANNELS];

    /** Channels bound at run time. */
    final List<BoundChannel> bound = new ArrayList<>();

    /**
     * Ends prepared for a channel to another cluster that did not come to be; the next one takes
     * them.
     */
    final ArrayDeque<RemoteEnd> unused = new ArrayDeque<>();

    /** It faulted, and nobody let it go on: its channels are closed, and it gets no more. */
    boolean isStopped;

    /** A channel number, and the interrupt line that signals it. */
    record RemoteEnd(int id, int line) {}

    private long nextAreaAddress = FIRST_AREA_ADDRESS;

    /** Above everything that a description can map. */
    private static final long FIRST_AREA_ADDRESS = 1L << 41;

    /** Areas are apart from one another, so that an overrun is a fault. */
    private static final long AREA_STRIDE = 1L << 30;

    Domain(int index, ProtectionDomain description) {
        this.index = index;
        this.description = description;
    }

    String name() {
        return description.name();
    }

    void useChannel(int id) {
        channels[id] = true;
    }

    /**
     * A channel number that the description does not use, the highest free; -1 if there is none.
     */
    int takeFreeChannel() {
        for (int id = channels.length - 1; id >= 0; id--) {
            if (!channels[id]) {
                channels[id] = true;
                return id;
            }
        }
        return -1;
    }

    /** A number taken that was not used after all. */
    void giveBackChannel(int id) {
        channels[id] = false;
    }

    /** An address range of its VSpace for the memory of a channel. */
    long takeAreaAddress() {
        long address = nextAreaAddress;
        nextAreaAddress += AREA_STRIDE;
        return address;
    }
}
