import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;

/** Offers a service: adds up the numbers it is sent, and answers each with the sum so far. */
public final class Server implements DirectProgram {
    @Override
    public void run(PdContext context) {
        CoordinatorClient coordinator = CoordinatorClient.of(context);
        coordinator.register("adder");
        LineChannel client = coordinator.accept("adder");
        long sum = 0;
        while (client.receive() == RingResult.OK) {
            sum += client.word(0);
            client.release();
            while (client.send(sum) == RingResult.BACK_PRESSURE) {
                client.awaitRoom();
            }
        }
        context.dbgPuts("the client closed the channel; the sum is " + sum + "\n");
    }
}
