import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;

/** Sends each word back. */
public final class BriefPong implements DirectProgram {
    @Override
    public void run(PdContext context) {
        CoordinatorClient coordinator = CoordinatorClient.of(context);
        coordinator.register("pong");
        LineChannel ping = coordinator.accept("pong");
        while (ping.receive() == RingResult.OK) {
            long word = ping.word(0);
            ping.release();
            ping.send(word);
        }
    }
}
