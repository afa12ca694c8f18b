package io.atoll.command;

import io.atoll.cluster.InitialTask;
import io.atoll.coordinator.microkit.CSpaceLayout;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.system.EndBuilder;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.system.SystemDefinition;
import io.atoll.kernel.api.BootInfo;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.StackfulProgram;

/** Programs that tests run by their class names. */
final class Programs {
    private Programs() {}

    /** Waits for a signal that never comes. */
    public static final class Waiter implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.dbgPuts("waiting\n");
            context.sel4().await(CSpaceLayout.NOTIFICATION);
        }
    }

    /** Is never idle, and can be stopped. */
    public static final class Busy implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.dbgPuts("busy\n");
            while (true) {
                context.sel4().yieldNow();
            }
        }
    }

    /** Calls on channel 0. */
    public static final class Caller implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.mr(0, 20);
            context.channel(0).ppcall(MessageInfo.of(0, 1));
            context.dbgPuts("answer " + context.mr(0) + "\n");
        }
    }

    /** Answers twice the word. */
    public static final class Doubler implements Handler {
        private PdContext context;

        @Override
        public void init(PdContext pd) {
            context = pd;
        }

        @Override
        public void notified(Channel channel) {}

        @Override
        public long protectedCall(Channel channel, long info) {
            context.mr(0, 2 * context.mr(0));
            return info;
        }
    }

    /** A caller and a doubler in one cluster. */
    public static final class Doubling implements SystemDefinition {
        @Override
        public SystemBuilder describe() {
            return SystemBuilder.named("doubling")
                    .protectionDomain("caller", pd -> pd.priority(1).program(Caller.class))
                    .protectionDomain("doubler", pd -> pd.priority(2).program(Doubler.class))
                    .channel(EndBuilder.end("caller").pp(), EndBuilder.end("doubler"));
        }
    }

    /** Says its name, and passes on that it is the next one's turn. */
    public static final class Member implements Handler {
        private PdContext context;

        @Override
        public void init(PdContext pd) {
            context = pd;
            if (pd.name().equals("member-0")) {
                pd.channel(0).signal();
            }
        }

        @Override
        public void notified(Channel channel) {
            context.dbgPuts("has it\n");
            if (!context.name().equals("member-0")) {
                context.channel(0).signal();
            }
        }
    }

    /** A ring of members in clusters of their own, more than fit into the usual root CNode. */
    public static final class WideRing implements SystemDefinition {
        static final int CLUSTERS = 17;

        @Override
        public SystemBuilder describe() {
            SystemBuilder ring = SystemBuilder.named("wide-ring");
            for (int i = 0; i < CLUSTERS; i++) {
                int cpu = i;
                ring.protectionDomain(
                        "member-" + i, pd -> pd.priority(100).cpu(cpu).program(Member.class));
            }
            for (int i = 0; i < CLUSTERS; i++) {
                ring.channel(
                        EndBuilder.end("member-" + i).id(0),
                        EndBuilder.end("member-" + (i + 1) % CLUSTERS).id(1));
            }
            return ring;
        }
    }

    /** Two callers that call downwards, which is forbidden. */
    public static final class Wrong implements SystemDefinition {
        @Override
        public SystemBuilder describe() {
            return SystemBuilder.named("wrong")
                    .protectionDomain("caller", pd -> pd.priority(2).program(Caller.class))
                    .protectionDomain("doubler", pd -> pd.priority(1).program(Doubler.class))
                    .channel(EndBuilder.end("caller").pp(), EndBuilder.end("doubler"));
        }
    }

    /** Says in which cluster it is. */
    public static final class Where implements InitialTask {
        @Override
        public StackfulProgram of(int cluster, BootInfo bootInfo) {
            return sel4 -> sel4.debugPutString("in cluster " + cluster + "\n");
        }
    }

    /** Its own constructor is the mistake. */
    public static final class NeedsMore implements SystemDefinition {
        NeedsMore(int more) {}

        @Override
        public SystemBuilder describe() {
            return SystemBuilder.named("never");
        }
    }
}
