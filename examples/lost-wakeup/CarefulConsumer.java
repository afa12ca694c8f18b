import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;

/** Answers each number. Asks for the doorbell, and looks once more before it sleeps. */
public final class CarefulConsumer implements DirectProgram {
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

    /** Looks; if there is nothing, asks for the doorbell, looks again, and sleeps. */
    private boolean received(LineChannel producer) {
        int result = producer.poll();
        while (result == RingResult.EMPTY) {
            prepareToSleep();
            producer.in().requestSignal();
            result = producer.poll();
            if (result != RingResult.EMPTY) {
                producer.in().cancelSignal(); // it had come before anybody knew that we sleep
                break;
            }
            context.awaitSignal(producer.id());
            result = producer.poll();
        }
        return result == RingResult.OK;
    }

    private void prepareToSleep() {
        context.sel4().compute(1_000);
    }
}
