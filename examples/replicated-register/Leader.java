import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.history.Call;
import io.atoll.coordinator.history.History;
import io.atoll.coordinator.history.RegisterHistory;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;

/** Writes the register, its own copy and the follower's, and records when each write is done. */
public class Leader implements DirectProgram {
    static final int WRITES = 10;

    private long copy;

    @Override
    public void run(PdContext context) {
        LineChannel follower = CoordinatorClient.of(context).connect("follower");
        RegisterHistory x = History.ofRegister(context.sel4(), "x", 0);
        for (int value = 1; value <= WRITES; value++) {
            Call write = x.write(value);
            copy = value;
            follower.send(value);
            awaitConfirmation(follower);
            write.done();

            Call read = x.read();
            read.returned(copy);
            context.sel4().compute(20_000);
        }
        follower.close();
    }

    void awaitConfirmation(LineChannel follower) {
        follower.receive();
        follower.release();
    }
}
