package io.atoll.coordinator;

import java.util.HashMap;
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
    private final Map<Long, Consumer<Boolean>> registering = new HashMap<>();
    private final Map<Long, Directory.Waiter> lookingUp = new HashMap<>();
    private long nextRequest;

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
        } else {
            long request = nextRequest++;
            registering.put(request, answer);
            links.apply(home).send(LinkMessage.REGISTER, request, domain, name.words());
        }
    }

    /** Somebody here wants to know who has a name; told now or later. */
    void lookUp(Name name, Directory.Waiter waiter) {
        int home = name.home(clusterCount);
        if (home == self) {
            directory.lookUp(name, waiter);
        } else {
            long request = nextRequest++;
            lookingUp.put(request, waiter);
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
            case LinkMessage.REGISTERED -> registering.remove(request).accept(message[2] != 0);
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

    static Name nameIn(long[] message) {
        return Name.of(message[3], message[4], message[5], message[6]).orElseThrow();
    }
}
