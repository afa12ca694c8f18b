package io.atoll.coordinator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Names, in all clusters: the coordinator of a name's home decides, so two programs never get the
 * same one. Used by one coordinator only.
 */
final class NameService {
    private final int self;
    private final int clusterCount;
    private final IntFunction<Link> links;
    private final Directory directory = new Directory();
    private final Map<Long, Registering> registering = new HashMap<>();
    private final Map<Long, LookingUp> lookingUp = new HashMap<>();
    private long nextRequest;

    /** A question of ours that a name's home has not answered yet. */
    private record Registering(int home, Consumer<Boolean> answer) {}

    private record LookingUp(int home, Directory.Waiter waiter, Runnable gone) {}

    NameService(int self, int clusterCount, IntFunction<Link> links) {
        this.self = self;
        this.clusterCount = clusterCount;
        this.links = links;
    }

    /** One of our domains wants a name; it is told whether it got it. */
    void register(Name name, int domain, Consumer<Boolean> answer) {
        int home = name.home(clusterCount);
        if (home == self) {
            answer.accept(directory.register(name, new Directory.Owner(self, domain)));
        } else if (links.apply(home).isGone) {
            answer.accept(false);
        } else {
            long request = nextRequest++;
            registering.put(request, new Registering(home, answer));
            links.apply(home).send(LinkMessage.REGISTER, request, domain, name.words());
        }
    }

    /**
     * Somebody here wants to know who has a name; told now or later.
     *
     * @param gone instead, if the cluster that knows has stopped or stops
     */
    void lookUp(Name name, Directory.Waiter waiter, Runnable gone) {
        int home = name.home(clusterCount);
        if (home == self) {
            directory.lookUp(name, waiter);
        } else if (links.apply(home).isGone) {
            gone.run();
        } else {
            long request = nextRequest++;
            lookingUp.put(request, new LookingUp(home, waiter, gone));
            links.apply(home).send(LinkMessage.LOOK_UP, request, 0, name.words());
        }
    }

    /** A message from another coordinator; false if it is not about names. */
    boolean handle(Link link, long[] message) {
        long request = message[1];
        switch ((int) message[0]) {
            case LinkMessage.REGISTER -> {
                boolean granted =
                        directory.register(
                                nameIn(message), new Directory.Owner(link.peer, (int) message[2]));
                link.send(LinkMessage.REGISTERED, request, granted ? 1 : 0);
            }
            case LinkMessage.REGISTERED ->
                    registering.remove(request).answer.accept(message[2] != 0);
            case LinkMessage.LOOK_UP ->
                    directory.lookUp(
                            nameIn(message),
                            owner ->
                                    link.send(
                                            LinkMessage.FOUND,
                                            request,
                                            LinkMessage.pack(owner.cluster(), owner.domain())));
            case LinkMessage.FOUND ->
                    lookingUp
                            .remove(request)
                            .waiter
                            .found(
                                    new Directory.Owner(
                                            LinkMessage.high(message[2]),
                                            LinkMessage.low(message[2])));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A cluster has stopped: nobody there has a name any more, nor answers for one. */
    void clusterFailed(int cluster) {
        directory.forgetOwnersIn(cluster);
        List<Registering> unregistered = new ArrayList<>();
        registering.values().stream().filter(one -> one.home == cluster).forEach(unregistered::add);
        registering.values().removeAll(unregistered);
        unregistered.forEach(one -> one.answer.accept(false));
        List<LookingUp> unknown = new ArrayList<>();
        lookingUp.values().stream().filter(one -> one.home == cluster).forEach(unknown::add);
        lookingUp.values().removeAll(unknown);
        unknown.forEach(one -> one.gone.run());
    }

    static Name nameIn(long[] message) {
        return Name.of(message[3], message[4], message[5], message[6]).orElseThrow();
    }
}
