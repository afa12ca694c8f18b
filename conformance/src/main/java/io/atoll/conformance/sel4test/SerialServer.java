package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Reply;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A server that writes text for its clients, which they put into memory that they share with it. A
 * client connects with a capability to its frame and is known by its badge.
 */
final class SerialServer {
    // Functions, as labels of requests; what they say is in message words.
    static final int CONNECT = 1;
    static final int WRITE = 2;
    static final int DISCONNECT = 3;
    static final int KILL = 4;

    // Answers, in message word 0.
    static final long OK = 0;
    static final long REFUSED = 1;

    static final int SHARED_BYTES = 4096;
    private static final int PRIORITY = 254;
    private static final int MAX_CLIENTS = 8;
    private static final long WINDOWS = 0x5_0000_0000L;

    private final Endpoint endpoint;
    private final Helper thread;
    private final Environment env;
    private final StringBuilder written = new StringBuilder();
    private long nextBadge = 1;

    SerialServer(Environment env) {
        this.env = env;
        endpoint = env.endpoint();
        Reply reply = env.reply();
        long slots = env.objects.slots(MAX_CLIENTS);
        new AddressSpace(env, env.vspace()).addTables(WINDOWS);
        thread = env.helper("serial-server").priority(PRIORITY);
        thread.start(sel4 -> new Service(sel4, slots).serve(endpoint.cptr(), reply.cptr()));
    }

    /** An endpoint for one more client. */
    Endpoint forClient() {
        return env.badged(endpoint, nextBadge++);
    }

    /** All that was written so far. */
    String written() {
        return written.toString();
    }

    /** Waits until the server has been killed. */
    void awaitEnd() {
        thread.awaitResult(0);
    }

    /** The server's own thread. */
    private final class Service {
        private final Sel4 sel4;
        private final long firstSlot;

        /** Clients that are connected: badge to window. */
        private final Map<Long, Integer> windows = new HashMap<>();

        private boolean killed;

        Service(Sel4 sel4, long firstSlot) {
            this.sel4 = sel4;
            this.firstSlot = firstSlot;
        }

        long serve(long endpointCptr, long reply) {
            offerSlot();
            long info = sel4.recv(endpointCptr, reply);
            while (true) {
                long client = sel4.ipc().senderBadge();
                long status =
                        switch ((int) MessageInfo.label(info)) {
                            case CONNECT -> connect(client, info);
                            case WRITE -> write(client, (int) sel4.ipc().mr(0));
                            case DISCONNECT -> disconnect(client);
                            case KILL -> kill(client);
                            default -> REFUSED;
                        };
                sel4.ipc().mr(0, status);
                if (killed) {
                    sel4.send(reply, Environment.words(2));
                    return 0;
                }
                offerSlot();
                info = sel4.replyRecv(endpointCptr, Environment.words(2), reply);
            }
        }

        private int freeWindow() {
            int window = 0;
            while (windows.containsValue(window)) {
                window++;
            }
            return window;
        }

        private void offerSlot() {
            sel4.ipc().receivePath(InitCaps.CNODE, firstSlot + freeWindow(), Long.SIZE);
        }

        private Frame frame(int window) {
            return sel4.frame(firstSlot + window);
        }

        private static long address(int window) {
            return WINDOWS + (long) window * SHARED_BYTES;
        }

        private long connect(long client, long info) {
            boolean hasFrame = MessageInfo.extraCaps(info) == 1;
            int window = freeWindow();
            if (!hasFrame || windows.containsKey(client) || sel4.ipc().mr(0) != SHARED_BYTES) {
                drop(hasFrame ? window : -1);
                return REFUSED;
            }
            frame(window)
                    .map(sel4.vspace(InitCaps.VSPACE), address(window), CapRights.READ_WRITE)
                    .orThrow();
            windows.put(client, window);
            return OK;
        }

        private void drop(int window) {
            if (window >= 0) {
                sel4.cnode(InitCaps.CNODE).slot(firstSlot + window).delete().orThrow();
            }
        }

        private long write(long client, int byteCount) {
            Integer window = windows.get(client);
            sel4.ipc().mr(1, 0);
            if (window == null || byteCount < 0 || byteCount > SHARED_BYTES) {
                return REFUSED;
            }
            byte[] bytes = new byte[byteCount];
            for (int i = 0; i < byteCount; i++) {
                bytes[i] = sel4.memory().getByte(address(window) + i);
            }
            written.append(new String(bytes, StandardCharsets.UTF_8));
            sel4.ipc().mr(1, byteCount);
            return OK;
        }

        private long disconnect(long client) {
            Integer window = windows.remove(client);
            if (window == null) {
                return REFUSED;
            }
            drop(window);
            return OK;
        }

        private long kill(long client) {
            killed = windows.containsKey(client);
            return killed ? OK : REFUSED;
        }
    }
}
