package io.atoll.benchmarks.subjects;

import io.atoll.benchmarks.harness.ContentMismatchException;
import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;

/**
 * {@code Call} to a passive server that answers with {@code ReplyRecv}: one word there, one back.
 */
public abstract sealed class CallReplyRecv extends ImageSubject {
    private static final long ONE_WORD = MessageInfo.of(0, 1);

    private long endpoint;
    private long nextWord;

    private CallReplyRecv(String name) {
        super(name);
    }

    /** The server's program. */
    abstract Program server(long serverEndpoint, long reply);

    @Override
    final void prepare(Task task) {
        endpoint = task.objects.make(ObjectType.ENDPOINT);
        long reply = task.objects.make(ObjectType.REPLY);
        task.startPassive("server", server(endpoint, reply));
    }

    /** What is called. */
    final long endpoint() {
        return endpoint;
    }

    /** The answer is the word that was sent, plus one. */
    static void check(long word, long answer) {
        if (answer != word + 1) {
            throw new ContentMismatchException(word + 1, Long.toString(answer));
        }
    }

    /** The words of a round follow those of the last. */
    final long takeWords(long count) {
        long first = nextWord;
        nextWord += count;
        return first;
    }

    private static void answer(Sel4 sel4) {
        sel4.ipc().mr(0, sel4.ipc().mr(0) + 1);
    }

    /** The server has a Java stack of its own, so that a call switches continuations twice. */
    public static final class Stackful extends CallReplyRecv {
        public Stackful() {
            this("stackful");
        }

        /**
         * @param name name in results
         */
        Stackful(String name) {
            super(name);
        }

        @Override
        Program server(long serverEndpoint, long reply) {
            return (StackfulProgram)
                    sel4 -> {
                        sel4.recv(serverEndpoint, reply);
                        while (true) {
                            answer(sel4);
                            sel4.replyRecv(serverEndpoint, ONE_WORD, reply);
                        }
                    };
        }

        @Override
        void measure(Sel4 sel4, LatencyRecorder recorder, long operations) {
            int batch = recorder.operationsPerSample();
            long endpoint = endpoint();
            long word = takeWords(operations);
            for (long done = 0; done < operations; done += batch) {
                long start = System.nanoTime();
                for (int i = 0; i < batch; i++, word++) {
                    sel4.ipc().mr(0, word);
                    sel4.call(endpoint, ONE_WORD);
                    check(word, sel4.ipc().mr(0));
                }
                recorder.record(System.nanoTime() - start);
            }
        }
    }

    /** The server is an event handler, so that a call runs on the caller's stack. */
    public static final class Stackless extends CallReplyRecv {
        public Stackless() {
            this("stackless");
        }

        /**
         * @param name name in results
         */
        Stackless(String name) {
            super(name);
        }

        @Override
        Program server(long serverEndpoint, long reply) {
            return new StacklessProgram() {
                private Sel4 sel4;

                @Override
                public void start(Sel4 own, NextSystemCall next) {
                    sel4 = own;
                    next.recv(serverEndpoint, reply);
                }

                @Override
                public void message(long badge, long info, NextSystemCall next) {
                    answer(sel4);
                    next.replyRecv(serverEndpoint, ONE_WORD, reply);
                }
            };
        }

        @Override
        void measure(Sel4 sel4, LatencyRecorder recorder, long operations) {
            int batch = recorder.operationsPerSample();
            long endpoint = endpoint();
            long word = takeWords(operations);
            for (long done = 0; done < operations; done += batch) {
                long start = System.nanoTime();
                for (int i = 0; i < batch; i++, word++) {
                    sel4.ipc().mr(0, word);
                    sel4.call(endpoint, ONE_WORD);
                    check(word, sel4.ipc().mr(0));
                }
                recorder.record(System.nanoTime() - start);
            }
        }
    }
}
