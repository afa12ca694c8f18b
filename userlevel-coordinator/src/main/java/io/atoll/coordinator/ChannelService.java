package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelKind;
import io.atoll.kernel.api.Sel4;

import java.util.function.IntFunction;

/**
 * Binds channels between programs at run time: memory for two rings mapped into both, a number on
 * each side, and what rings the other's bell. Once bound, the channel needs its coordinators no
 * more, except that they close it when a program faults or a cluster stops. Used by one coordinator
 * only.
 *
 * <p>This class is the way in; {@link LocalChannels} binds two of our own domains, {@link
 * RemoteChannels} one of ours and one of another cluster, {@link Servers} keeps what nobody has
 * accepted yet, {@link BoundChannels} closes.
 */
final class ChannelService {
    private final int self;
    private final IntFunction<Domain> domains;
    private final Servers servers;
    private final BoundChannels bound;
    private final LocalChannels local;
    private final RemoteChannels remote;

    ChannelService(
            int self,
            Sel4 sel4,
            ObjectAllocator objects,
            InterruptAllocator interrupts,
            DomainBuilder builder,
            Callers callers,
            IntFunction<Link> links,
            IntFunction<Domain> domains) {
        this.self = self;
        this.domains = domains;
        servers = new Servers(callers);
        bound = new BoundChannels(sel4, objects);
        local = new LocalChannels(self, objects, builder, callers, servers, bound);
        remote = new RemoteChannels(interrupts, callers, links, domains, servers, bound);
    }

    /** One of our domains has a name from now on, and may accept channels to it. */
    void nameGranted(Name name, Domain domain) {
        servers.of(name, domain);
    }

    /** A domain wants the next channel to a name of its own; answered when there is one. */
    void accept(Domain domain, Name name, ChannelKind kind, long caller) {
        servers.accept(domain, name, kind, caller);
    }

    /** One of our domains wants a channel to the owner of a name. */
    void connect(Domain client, Directory.Owner owner, Name name, ChannelKind kind, long caller) {
        if (owner.cluster() == self) {
            Servers.Server server = servers.of(name, domains.apply(owner.domain()));
            local.connect(client, server, kind, caller);
        } else {
            remote.connect(client, owner, name, kind, caller);
        }
    }

    /** A message from another coordinator; false if it is not about channels. */
    boolean handle(Link link, long[] message) {
        return remote.handle(link, message);
    }

    /** A domain has stopped: who receives from it learns that nothing more will come. */
    void closeAll(Domain domain) {
        bound.closeAll(domain);
    }

    /** A cluster has stopped: who receives from it, or waits for room there, learns that. */
    void clusterFailed(Domain domain, int cluster) {
        bound.clusterFailed(domain, cluster);
    }

    /** A cluster has stopped: nobody there accepts any more. */
    void refuseAll(int cluster) {
        remote.refuseAll(cluster);
    }
}
