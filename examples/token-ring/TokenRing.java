import static io.atoll.coordinator.system.EndBuilder.end;

import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.system.SystemDefinition;

/**
 * A system described in Java instead of a file: a loop makes as many domains as one likes.
 *
 * <p>The model and its checks are those of a system file, and what is wrong is said with the line
 * of this source. Every other member is in the other cluster: there its signals are doorbells.
 */
public final class TokenRing implements SystemDefinition {
    private static final int MEMBERS = 5;
    private static final int CLUSTERS = 2;

    private static final int PREVIOUS = 0;
    private static final int NEXT = 1;

    @Override
    public SystemBuilder describe() {
        SystemBuilder ring = SystemBuilder.named("token-ring");
        for (int i = 0; i < MEMBERS; i++) {
            int cpu = i % CLUSTERS;
            ring.protectionDomain(name(i), pd -> pd.priority(100).cpu(cpu).program(Member.class));
        }
        for (int i = 0; i < MEMBERS; i++) {
            ring.channel(end(name(i)).id(NEXT), end(name((i + 1) % MEMBERS)).id(PREVIOUS));
        }
        return ring;
    }

    private static String name(int member) {
        return "member-" + member;
    }

    /** Passes the token on; the first one starts it, and keeps it when it comes back. */
    public static final class Member implements Handler {
        private PdContext pd;
        private boolean isFirst;

        @Override
        public void init(PdContext context) {
            pd = context;
            isFirst = pd.name().equals(name(0));
            if (isFirst) {
                pd.dbgPuts("starts\n");
                pd.channel(NEXT).signal();
            }
        }

        @Override
        public void notified(Channel from) {
            if (isFirst) {
                pd.dbgPuts("has it back\n");
            } else {
                pd.dbgPuts("passes it on\n");
                pd.channel(NEXT).signal();
            }
        }
    }
}
