package io.atoll.programs;

import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;

/** Says what the spinner was doing when this was notified. */
public final class Listener implements Handler {
    private PdContext context;

    @Override
    public void init(PdContext pd) {
        context = pd;
    }

    @Override
    public void notified(Channel channel) {
        context.dbgPuts("notified " + Spinner.phase + "\n");
        Spinner.heard = true;
    }
}
