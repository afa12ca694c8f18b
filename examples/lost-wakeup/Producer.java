import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.kernel.api.Sel4;

/** Sends numbers, one at a time: it waits for the answer to each before it sends the next. */
public final class Producer implements DirectProgram {
    private static final int MESSAGES = 20;

    @Override
    public void run(PdContext context) {
        LineChannel consumer = CoordinatorClient.of(context).connect("consumer");
        for (int number = 1; number <= MESSAGES; number++) {
            work(context.sel4());
            consumer.send(number);
            consumer.receive();
            consumer.release();
        }
        consumer.close();
        context.dbgPuts("all " + MESSAGES + " were answered\n");
    }

    /** For a while that is never the same, and nearly unrelated to the other program's. */
    static void work(Sel4 sel4) {
        sel4.compute((int) (sel4.readClock() * 7_919 % 20_000));
    }
}
