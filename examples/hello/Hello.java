import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;

/** Says one sentence when it starts, and then has nothing to wait for. */
public final class Hello implements Handler {
    @Override
    public void init(PdContext context) {
        context.dbgPuts("hello, world\n");
    }

    @Override
    public void notified(Channel channel) {
        // nobody has a channel to this domain
    }
}
