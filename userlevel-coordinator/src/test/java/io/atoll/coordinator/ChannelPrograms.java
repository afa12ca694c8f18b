package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelKind;
import io.atoll.coordinator.microkit.Channel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.Handler;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;

/**
 * What the shared tests of channels run: each program once for each kind, which is all in which the
 * two differ.
 */
final class ChannelPrograms {
    static final int MESSAGES = 10_000;

    private ChannelPrograms() {}

    /** A program that talks over channels of one kind. */
    interface Talker {
        ChannelKind kind();

        default NumberChannel connect(PdContext context, String name) {
            return NumberChannel.connect(CoordinatorClient.of(context), kind(), name);
        }

        default NumberChannel serve(PdContext context, String name) {
            CoordinatorClient coordinator = CoordinatorClient.of(context);
            coordinator.register(name);
            return NumberChannel.accept(coordinator, kind(), name);
        }
    }

    interface OfLines extends Talker {
        @Override
        default ChannelKind kind() {
            return ChannelKind.LINES;
        }
    }

    interface OfBytes extends Talker {
        @Override
        default ChannelKind kind() {
            return ChannelKind.BYTES;
        }
    }

    /** Takes a channel to "adder" and answers sums. */
    abstract static class AdderServer implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = serve(context, "adder");
            long sum = 0;
            while (channel.channel().receive() == RingResult.OK) {
                sum += channel.number();
                channel.channel().release();
                while (channel.send(sum) == RingResult.BACK_PRESSURE) {
                    channel.channel().awaitRoom();
                }
            }
            context.dbgPuts("closed at sum " + sum);
        }
    }

    static final class LineAdderServer extends AdderServer implements OfLines {}

    static final class ByteAdderServer extends AdderServer implements OfBytes {}

    /** Connects to "adder", sends numbers and checks the sums. */
    abstract static class AdderClient implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = connect(context, "adder");
            long sum = 0;
            for (int i = 1; i <= MESSAGES; i++) {
                channel.send(i);
                channel.channel().receive();
                sum += i;
                if (channel.number() != sum) {
                    context.dbgPuts("wrong sum %d at %d".formatted(channel.number(), i));
                }
                channel.channel().release();
            }
            context.dbgPuts("sum " + sum);
            channel.channel().close();
        }
    }

    static final class LineAdderClient extends AdderClient implements OfLines {}

    static final class ByteAdderClient extends AdderClient implements OfBytes {}

    /** Sends numbers to "listener" as fast as they are taken, waiting for room. */
    abstract static class Streamer implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = connect(context, "listener");
            for (int i = 1; i <= MESSAGES; i++) {
                while (channel.send(i) == RingResult.BACK_PRESSURE) {
                    channel.channel().awaitRoom();
                }
            }
            channel.channel().close();
        }
    }

    static final class LineStreamer extends Streamer implements OfLines {}

    static final class ByteStreamer extends Streamer implements OfBytes {}

    /** Never waits inside: returns when there is nothing, and is woken by {@code notified}. */
    abstract static class Listener implements Handler, Talker {
        private PdContext context;
        private NumberChannel channel;
        private long last;

        /** The end rings too, and may have been seen before that. */
        private boolean isClosed;

        @Override
        public void init(PdContext pd) {
            context = pd;
            channel = serve(pd, "listener");
            listen();
        }

        @Override
        public void notified(Channel signalled) {
            listen();
        }

        private void listen() {
            if (isClosed) {
                return;
            }
            do {
                int result;
                while ((result = channel.channel().poll()) == RingResult.OK) {
                    if (channel.number() != last + 1) {
                        context.dbgPuts("%d after %d".formatted(channel.number(), last));
                    }
                    last = channel.number();
                    channel.channel().release();
                }
                if (result == RingResult.CLOSED) {
                    isClosed = true;
                    context.dbgPuts("closed after " + last);
                    return;
                }
            } while (!channel.channel().requestSignal());
        }
    }

    static final class LineListener extends Listener implements OfLines {}

    static final class ByteListener extends Listener implements OfBytes {}

    /** Answers one message of a channel, then divides by zero. */
    abstract static class Crasher implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = serve(context, "crasher");
            channel.channel().receive();
            channel.send(channel.number());
            channel.channel().release();
            context.dbgPuts("about to divide by " + (1 / (context.name().length() - 7)));
        }
    }

    static final class LineCrasher extends Crasher implements OfLines {}

    static final class ByteCrasher extends Crasher implements OfBytes {}

    /** Talks to the crasher until it is gone. */
    abstract static class Survivor implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = connect(context, "crasher");
            channel.send(5);
            context.dbgPuts("received " + RingResult.toString(channel.channel().receive()));
            channel.channel().release();
            context.dbgPuts("then " + RingResult.toString(channel.channel().receive()));
        }
    }

    static final class LineSurvivor extends Survivor implements OfLines {}

    static final class ByteSurvivor extends Survivor implements OfBytes {}

    /** Answers one message, then lets the saboteur go ahead, and waits for more. */
    abstract static class Server implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = serve(context, "server");
            channel.channel().receive();
            channel.send(channel.number() + 1);
            channel.channel().release();
            context.channel(0).signal();
            channel.channel().receive();
        }
    }

    static final class LineServer extends Server implements OfLines {}

    static final class ByteServer extends Server implements OfBytes {}

    /** Stops its kernel when told. */
    static final class Saboteur implements DirectProgram {
        @Override
        public void run(PdContext context) {
            context.awaitSignal(0);
        }
    }

    /** Waits for a second answer. */
    abstract static class Client implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = connect(context, "server");
            channel.send(41);
            String result = RingResult.toString(channel.channel().receive());
            context.dbgPuts(result + " " + channel.number());
            channel.channel().release();
            context.dbgPuts("then " + RingResult.toString(channel.channel().receive()));
            tryAgain(context, CoordinatorClient.of(context));
        }

        /** The name is free again, unless the cluster that stopped was the one to keep it. */
        private void tryAgain(PdContext context, CoordinatorClient coordinator) {
            boolean registered = false;
            // The name's home may hear later than this cluster what has happened.
            for (int i = 0; i < 10_000 && !registered; i++) {
                registered = coordinator.register("server");
            }
            if (registered) {
                context.dbgPuts("server is in " + coordinator.lookUp("server"));
            } else {
                try {
                    NumberChannel.connect(coordinator, kind(), "server");
                } catch (IllegalStateException gone) {
                    context.dbgPuts(gone.getMessage());
                }
            }
        }
    }

    static final class LineClient extends Client implements OfLines {}

    static final class ByteClient extends Client implements OfBytes {}

    /** Fills the ring to a peer that never receives, and waits for room. */
    abstract static class Flooder implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = connect(context, "server");
            channel.send(1);
            int sent = 1;
            int result;
            while ((result = channel.send(sent)) == RingResult.OK) {
                sent++;
            }
            context.dbgPuts(
                    RingResult.toString(result)
                            + ", then "
                            + RingResult.toString(channel.channel().awaitRoom()));
        }
    }

    static final class LineFlooder extends Flooder implements OfLines {}

    static final class ByteFlooder extends Flooder implements OfBytes {}

    /** Takes a channel, lets the other fill it, frees all, then closes its end. */
    abstract static class SlowServer implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = serve(context, "server");
            context.awaitSignal(0);
            for (int i = 0; i < NumberChannel.numbersThatFit(kind()); i++) {
                channel.channel().receive();
                if (channel.number() != i) {
                    context.dbgPuts("%d instead of %d".formatted(channel.number(), i));
                }
                channel.channel().release();
            }
            channel.channel().close();
        }
    }

    static final class LineSlowServer extends SlowServer implements OfLines {}

    static final class ByteSlowServer extends SlowServer implements OfBytes {}

    /** Sends until there is no room, tells, waits for room, and sends until the end. */
    abstract static class PatientClient implements DirectProgram, Talker {
        @Override
        public void run(PdContext context) {
            NumberChannel channel = connect(context, "server");
            int sent = 0;
            int result;
            while ((result = channel.send(sent)) == RingResult.OK) {
                sent++;
            }
            context.dbgPuts("%s after %d".formatted(RingResult.toString(result), sent));
            context.channel(0).signal();
            sent = 0;
            while ((result = channel.channel().awaitRoom()) == RingResult.OK
                    && (result = channel.send(sent)) != RingResult.CLOSED) {
                sent++;
            }
            String end = RingResult.toString(result);
            context.dbgPuts(end + ", " + RingResult.toString(channel.channel().receive()));
            // A ring that was emptied once, and into which nobody looks any more.
            if (sent > 2 * NumberChannel.numbersThatFit(kind())) {
                context.dbgPuts("sent %d where nobody receives".formatted(sent));
            }
        }
    }

    static final class LinePatientClient extends PatientClient implements OfLines {}

    static final class BytePatientClient extends PatientClient implements OfBytes {}
}
