import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;
import io.atoll.kernel.api.MessageInfo;

/** Has a copy of the register in the other cluster: confirms writes, and answers reads there. */
public final class Follower implements Handler {
    private PdContext context;
    private LineChannel leader;
    private long copy;

    @Override
    public void init(PdContext pd) {
        context = pd;
        CoordinatorClient coordinator = CoordinatorClient.of(context);
        coordinator.register("follower");
        leader = coordinator.accept("follower");
        takeWrites();
    }

    @Override
    public void notified(Channel channel) {
        takeWrites();
    }

    private void takeWrites() {
        int result;
        do {
            while ((result = leader.poll()) == RingResult.OK) {
                copy = leader.word(0);
                leader.release();
                leader.send(copy);
            }
        } while (result != RingResult.CLOSED && !leader.requestSignal());
    }

    @Override
    public long protectedCall(Channel reader, long info) {
        context.mr(0, copy);
        return MessageInfo.of(0, 1);
    }
}
