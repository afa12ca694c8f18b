import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;

/** Looks a name up, gets a channel to whoever has it, uses it and closes it. */
public final class Client implements DirectProgram {
    @Override
    public void run(PdContext context) {
        CoordinatorClient coordinator = CoordinatorClient.of(context);
        // Waits until somebody, in any cluster, has registered the name.
        context.dbgPuts("adder is in cluster " + coordinator.lookUp("adder") + "\n");

        LineChannel adder = coordinator.connect("adder");
        for (int number = 1; number <= 3; number++) {
            adder.send(number);
            adder.receive();
            context.dbgPuts("plus " + number + " makes " + adder.word(0) + "\n");
            adder.release();
        }
        adder.close();
    }
}
