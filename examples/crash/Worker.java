import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;

/** Does its work, and signals the crasher in the middle of it. */
public final class Worker implements DirectProgram {
    @Override
    public void run(PdContext context) {
        for (int step = 1; step <= 3; step++) {
            context.dbgPuts("step " + step + "\n");
            if (step == 1) {
                // The crasher has the higher priority: it runs, and crashes, before this returns.
                context.channel(1).signal();
            }
        }
        context.dbgPuts("done\n");
    }
}
