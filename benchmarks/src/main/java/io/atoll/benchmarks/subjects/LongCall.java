package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;

/**
 * {@code Call} with ten words and an answer of as many, more than the fastpath carries. The server
 * answers with the words that it was sent.
 */
public final class LongCall extends BatchSubject {
    private static final int WORDS = 10;
    private static final long INFO = MessageInfo.of(0, WORDS);

    private final boolean isStackless;
    private long endpoint;
    private long word;

    /**
     * @param isStackless whether the server is an event handler
     */
    public LongCall(boolean isStackless) {
        super(isStackless ? "stackless" : "stackful");
        this.isStackless = isStackless;
    }

    @Override
    void prepare(Task task) {
        endpoint = task.objects.make(ObjectType.ENDPOINT);
        task.startPassive("server", server(endpoint, task.objects.make(ObjectType.REPLY)));
    }

    private Program server(long source, long reply) {
        if (isStackless) {
            return new StacklessProgram() {
                @Override
                public void start(Sel4 own, NextSystemCall next) {
                    next.recv(source, reply);
                }

                @Override
                public void message(long badge, long info, NextSystemCall next) {
                    next.replyRecv(source, info, reply);
                }
            };
        }
        return (StackfulProgram)
                sel4 -> {
                    long info = sel4.recv(source, reply);
                    while (true) {
                        info = sel4.replyRecv(source, info, reply);
                    }
                };
    }

    @Override
    void operate(Sel4 sel4, int operations) {
        for (int i = 0; i < operations; i++) {
            word++;
            for (int mr = 0; mr < WORDS; mr++) {
                sel4.ipc().mr(mr, word + mr);
            }
            sel4.call(endpoint, INFO);
            long last = sel4.ipc().mr(WORDS - 1);
            if (last != word + WORDS - 1) {
                throw new ContentMismatchException(word, Long.toString(last));
            }
        }
    }
}
