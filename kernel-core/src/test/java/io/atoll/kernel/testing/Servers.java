package io.atoll.kernel.testing;

import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;

/** The same server as a program of either kind: receive, handle, answer and receive, for ever. */
public enum Servers {
    STACKFUL {
        @Override
        public Program of(long endpoint, long reply, Handler handler) {
            return (StackfulProgram)
                    sel4 -> {
                        long info = sel4.recv(endpoint, reply);
                        while (true) {
                            long badge = sel4.ipc().senderBadge();
                            info =
                                    sel4.replyRecv(
                                            endpoint, handler.handle(sel4, badge, info), reply);
                        }
                    };
        }
    },
    STACKLESS {
        @Override
        public Program of(long endpoint, long reply, Handler handler) {
            return new StacklessProgram() {
                private Sel4 sel4;

                @Override
                public void start(Sel4 sel4, NextSystemCall next) {
                    this.sel4 = sel4;
                    next.recv(endpoint, reply);
                }

                @Override
                public void message(long badge, long info, NextSystemCall next) {
                    next.replyRecv(endpoint, handler.handle(sel4, badge, info), reply);
                }
            };
        }
    };

    /** What a server does with a message. */
    @FunctionalInterface
    public interface Handler {
        /** Returns the message info of the answer, whose words are in the IPC buffer. */
        long handle(Sel4 sel4, long badge, long info);
    }

    /** A server that receives on {@code endpoint} and answers through {@code reply}. */
    public abstract Program of(long endpoint, long reply, Handler handler);
}
