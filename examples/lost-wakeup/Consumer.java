import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;

/** Answers each number. Waits for the next one as it seems right at first sight. */
public final class Consumer implements DirectProgram {
    private PdContext context;

    @Override
    public void run(PdContext pd) {
        context = pd;
        CoordinatorClient coordinator = CoordinatorClient.of(context);
        coordinator.register("consumer");
        LineChannel producer = coordinator.accept("consumer");
        while (received(producer)) {
            long number = producer.word(0);
            producer.release();
            producer.send(number);
            Producer.work(context.sel4()); // what the number is good for
        }
    }

    /** Looks; if there is nothing, asks for the doorbell, sleeps, and looks again. */
    private boolean received(LineChannel producer) {
        int result = producer.poll();
        while (result == RingResult.EMPTY) {
            prepareToSleep(); // a message that comes now rings no doorbell: nobody has asked
            producer.in().requestSignal();
            context.awaitSignal(producer.id());
            result = producer.poll();
        }
        return result == RingResult.OK;
    }

    private void prepareToSleep() {
        context.sel4().compute(1_000);
    }
}
