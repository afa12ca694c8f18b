package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelKind;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

import java.util.Optional;

/**
 * What programs ask of their coordinator through {@link CoordinatorClient}: takes each request
 * apart, passes it on, and answers when the answer is there. Used by one coordinator only.
 */
final class DomainRequests {
    private final Sel4 sel4;
    private final Callers callers;
    private final NameService names;
    private final ChannelService channels;

    DomainRequests(Sel4 sel4, Callers callers, NameService names, ChannelService channels) {
        this.sel4 = sel4;
        this.callers = callers;
        this.names = names;
        this.channels = channels;
    }

    /**
     * A call from one of our domains; the message registers hold a name, then perhaps a kind of
     * channel.
     */
    void handle(Domain client, long info) {
        IpcBuffer ipc = sel4.ipc();
        int label = (int) MessageInfo.label(info);
        Optional<Name> name = Name.of(ipc.mr(0), ipc.mr(1), ipc.mr(2), ipc.mr(3));
        // Only some requests have a kind: they look whether it is one.
        Optional<ChannelKind> kind = ChannelKind.of(ipc.mr(Name.WORDS));
        long caller = callers.keep();
        if (name.isPresent()) {
            handle(client, label, name.get(), kind, caller);
        } else {
            refuse(caller, "'%s' asks the coordinator about words that are no name", client.name());
        }
    }

    private void handle(
            Domain client, int label, Name name, Optional<ChannelKind> kind, long caller) {
        switch (label) {
            case CoordinatorClient.REGISTER ->
                    names.register(
                            name,
                            client.index,
                            granted -> registered(client, name, caller, granted));
            case CoordinatorClient.LOOK_UP ->
                    names.lookUp(
                            name,
                            owner ->
                                    callers.answer(
                                            caller, CoordinatorClient.GRANTED, owner.cluster()),
                            () -> callers.answer(caller, CoordinatorClient.GONE));
            case CoordinatorClient.CONNECT, CoordinatorClient.ACCEPT -> {
                if (kind.isPresent()) {
                    channel(client, label, name, kind.get(), caller);
                } else {
                    refuse(
                            caller,
                            "'%s' asks the coordinator for a channel of no kind",
                            client.name());
                }
            }
            default ->
                    refuse(
                            caller,
                            "'%s' asks the coordinator for %d, which is no request",
                            client.name(),
                            label);
        }
    }

    private void channel(Domain client, int label, Name name, ChannelKind kind, long caller) {
        if (label == CoordinatorClient.ACCEPT) {
            channels.accept(client, name, kind, caller);
        } else {
            names.lookUp(
                    name,
                    owner -> channels.connect(client, owner, name, kind, caller),
                    () -> callers.answer(caller, CoordinatorClient.GONE));
        }
    }

    private void registered(Domain client, Name name, long caller, boolean granted) {
        if (granted) {
            channels.nameGranted(name, client);
        }
        callers.answer(caller, granted ? CoordinatorClient.GRANTED : CoordinatorClient.REFUSED);
    }

    private void refuse(long caller, String why, Object... arguments) {
        sel4.debugPutString("MON|ERROR: " + why.formatted(arguments) + "\n");
        callers.answer(caller, CoordinatorClient.REFUSED);
    }
}
