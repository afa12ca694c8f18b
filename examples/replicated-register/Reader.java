import io.atoll.coordinator.history.Call;
import io.atoll.coordinator.history.History;
import io.atoll.coordinator.history.RegisterHistory;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.kernel.api.MessageInfo;

/** Reads the register where it is near, up to the last write, and records what it saw when. */
public final class Reader implements DirectProgram {
    @Override
    public void run(PdContext context) {
        RegisterHistory x = History.ofRegister(context.sel4(), "x", 0);
        long value;
        do {
            Call read = x.read();
            context.channel(0).ppcall(MessageInfo.of(0, 0));
            value = context.mr(0);
            read.returned(value);
            context.sel4().compute(500);
        } while (value < Leader.WRITES);
    }
}
