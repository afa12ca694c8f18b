import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;

/** Answers every call with the words it came with. A handler: between two calls it has no stack. */
public final class Echo implements Handler {
    @Override
    public void init(PdContext context) {}

    @Override
    public void notified(Channel channel) {}

    @Override
    public long protectedCall(Channel channel, long info) {
        return info; // the message registers are already as the caller set them
    }
}
