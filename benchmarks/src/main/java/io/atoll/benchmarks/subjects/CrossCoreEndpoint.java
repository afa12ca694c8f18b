package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.SidePair;
import io.atoll.benchmarks.peers.Payload;
import io.atoll.benchmarks.subjects.TwoCores.Kernels;
import io.atoll.cluster.IdleStrategy;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

/**
 * An endpoint between programs on two cores of one image, over which messages of four words go; the
 * second program receives, and has a reply object. Its fields are set by {@link #boot}.
 */
final class CrossCoreEndpoint {
    static final long FOUR_WORDS = MessageInfo.of(0, 4);

    private final Kernels kernels;
    Sel4 first;
    Sel4 second;
    long endpoint;
    long reply;

    CrossCoreEndpoint(Kernels kernels) {
        this.kernels = kernels;
    }

    SidePair boot(Placement placement) throws Exception {
        TwoCores cores = TwoCores.boot(kernels, placement, IdleStrategy.SPIN);
        first = cores.firstSel4();
        second = cores.secondSel4();
        cores.prepareFirst(task -> endpoint = task.objects.make(ObjectType.ENDPOINT));
        cores.prepareSecond(task -> reply = task.objects.make(ObjectType.REPLY));
        return cores;
    }

    static void put(Sel4 sel4, long sequence) {
        sel4.ipc().mr(0, sequence);
        sel4.ipc().mr(1, Payload.second(sequence));
        sel4.ipc().mr(2, Payload.third(sequence));
        sel4.ipc().mr(3, Payload.fourth(sequence));
    }

    static void check(Sel4 sel4, long sequence) {
        Payload.check(
                sequence, sel4.ipc().mr(0), sel4.ipc().mr(1), sel4.ipc().mr(2), sel4.ipc().mr(3));
    }
}
