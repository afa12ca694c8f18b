package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelArea;
import io.atoll.coordinator.channel.ChannelKind;
import io.atoll.coordinator.microkit.Badges;
import io.atoll.kernel.api.CapRights;

import java.lang.foreign.MemorySegment;

/**
 * Channels inside one cluster: both ends at once, with notifications for bells. Used by one
 * coordinator only.
 */
final class LocalChannels {
    private static final int NO_CHANNEL = -1;

    private final int self;
    private final ObjectAllocator objects;
    private final DomainBuilder builder;
    private final Callers callers;
    private final Servers servers;
    private final BoundChannels bound;

    /** One side while the channel is made. */
    private record Side(Domain domain, int id, int number) {}

    /** The memory of a new channel, and the coordinator's view of it. */
    private record Memory(ChannelKind kind, Frames frames, MemorySegment area) {}

    LocalChannels(
            int self,
            ObjectAllocator objects,
            DomainBuilder builder,
            Callers callers,
            Servers servers,
            BoundChannels bound) {
        this.self = self;
        this.objects = objects;
        this.builder = builder;
        this.callers = callers;
        this.servers = servers;
        this.bound = bound;
    }

    /** One of our domains wants a channel to another one, or to itself. */
    void connect(Domain client, Servers.Server server, ChannelKind kind, long caller) {
        if (server.domain.isStopped) {
            callers.answer(caller, CoordinatorClient.REFUSED);
            return;
        }
        Side clientSide = new Side(client, client.takeFreeChannel(), ChannelArea.CLIENT);
        Side serverSide =
                new Side(server.domain, server.domain.takeFreeChannel(), ChannelArea.SERVER);
        if (clientSide.id == NO_CHANNEL || serverSide.id == NO_CHANNEL) {
            giveBack(clientSide);
            giveBack(serverSide);
            callers.answer(caller, CoordinatorClient.REFUSED);
            return;
        }
        Memory memory = newMemory(kind);
        NewEnd forClient = bind(clientSide, serverSide, memory);
        NewEnd forServer = bind(serverSide, clientSide, memory);
        forClient.tell(callers, caller);
        servers.ready(server, kind, forServer);
    }

    private static void giveBack(Side side) {
        if (side.id != NO_CHANNEL) {
            side.domain.giveBackChannel(side.id);
        }
    }

    private Memory newMemory(ChannelKind kind) {
        long byteSize = ChannelArea.byteSize(kind);
        Frames frames = Frames.allocate(objects, byteSize, false);
        MemorySegment area = builder.mapForCoordinator(frames, byteSize);
        ChannelArea.format(area, kind);
        return new Memory(kind, frames, area);
    }

    private NewEnd bind(Side side, Side other, Memory memory) {
        long bell =
                objects.mint(
                        other.domain.notification, CapRights.WRITE, Badges.notification(other.id));
        long address = bound.map(side.domain, memory.frames);
        bound.bind(side.domain, new BoundChannel(memory.kind, memory.area, bell, side.id, self));
        return new NewEnd(
                address,
                ChannelArea.byteSize(memory.kind),
                side.number,
                side.id,
                false,
                side.domain.description.cpu() != other.domain.description.cpu());
    }
}
