import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;

/** Takes the name "pong" and sends back what comes, until the other side closes or has stopped. */
public final class Pong implements DirectProgram {
    @Override
    public void run(PdContext context) {
        CoordinatorClient coordinator = CoordinatorClient.of(context);
        if (!coordinator.register("pong")) {
            return; // the cluster that keeps names has stopped
        }
        LineChannel channel = coordinator.accept("pong");
        while (channel.receive() == RingResult.OK) {
            long word = channel.word(0);
            channel.release();
            // There is room: whoever waits for this answer has sent nothing else meanwhile.
            channel.send(word);
        }
    }
}
