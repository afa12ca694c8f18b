import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;

/** Divides by zero when it is signalled. */
public final class Crasher implements Handler {
    private PdContext context;
    private int zero;

    @Override
    public void init(PdContext pd) {
        context = pd;
    }

    @Override
    public void notified(Channel channel) {
        context.dbgPuts("signalled; about to divide by zero\n");
        context.dbgPuts("never printed: " + channel.id() / zero + "\n");
    }
}
