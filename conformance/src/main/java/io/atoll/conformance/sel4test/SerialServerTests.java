package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Frame;

import java.util.function.Function;

/** A server and its clients share frames, which one gives to the other by messages. */
final class SerialServerTests {
    private static final int CLIENT_PRIORITY = 0;
    private static final long CLIENT_ADDRESS = 0x6_0000_0000L;
    private static final String TEXT = "Hello, World!\n";
    private static final int LENGTH = 14;

    private SerialServerTests() {}

    static Group group() {
        Group group = new Group("Serial server (client/server over shared frames)");
        addTo(group, "SERSERV_CLIENT_00", "", false);
        addTo(group, "SERSERV_CLI_PROC_00", " from another process", true);
        return group;
    }

    private static void addTo(Group group, String prefix, String where, boolean isProcess) {
        group.test(prefix + 1, "connect" + where, env -> connect(env, isProcess))
                .test(prefix + 2, "printf" + where, env -> printf(env, isProcess))
                .test(prefix + 3, "write" + where, env -> write(env, isProcess))
                .test(prefix + 4, "reconnect" + where, env -> reconnect(env, isProcess))
                .test(prefix + 5, "kill, after clients" + where, env -> kill(env, isProcess));
    }

    /** Clients of one thread or process: one for each endpoint that it has to the server. */
    private static final class Clients {
        private final Helper helper;
        private final long[] endpoints = new long[2];
        private final long frame;

        Clients(Environment env, SerialServer server, boolean isProcess) {
            Frame shared = env.frame();
            if (isProcess) {
                HelperProcess process = env.process("client");
                helper = process;
                mapped(env, shared, new AddressSpace(env, process.vspace));
            } else {
                helper = env.helper("client");
                mapped(env, shared, new AddressSpace(env, env.vspace()));
            }
            helper.priority(CLIENT_PRIORITY);
            frame = helper.give(shared.cptr());
            for (int i = 0; i < endpoints.length; i++) {
                endpoints[i] = helper.give(server.forClient().cptr());
            }
        }

        private static void mapped(Environment env, Frame shared, AddressSpace space) {
            space.map(env.sel4.frame(env.copy(shared.cptr(), CapRights.ALL)), CLIENT_ADDRESS);
        }

        private SerialClient client(Sel4 sel4, int index) {
            return new SerialClient(sel4, endpoints[index], frame, CLIENT_ADDRESS);
        }

        /** Runs in the client's thread. */
        void run(Function<SerialClient[], Long> body) {
            helper.start(sel4 -> body.apply(new SerialClient[] {client(sel4, 0), client(sel4, 1)}));
            helper.awaitResult(0);
        }
    }

    private static void connect(Environment env, boolean isProcess) {
        SerialServer server = new SerialServer(env);
        new Clients(env, server, isProcess)
                .run(
                        clients -> {
                            checkConnects(clients[0]);
                            Check.equal(
                                    SerialServer.REFUSED,
                                    clients[0].connect(),
                                    "status of a second connection by one badge");
                            return 0L;
                        });
    }

    private static void checkConnects(SerialClient client) {
        Check.equal(SerialServer.OK, client.connect(), "status of the connection");
    }

    private static void checkPrints(SerialClient client) {
        Check.equal(LENGTH, client.printf("%s, %s!\n", "Hello", "World"), "bytes printed");
    }

    private static void checkWrites(SerialClient client) {
        Check.equal(LENGTH, client.write(TEXT), "bytes written");
    }

    private static void checkDisconnects(SerialClient client) {
        Check.equal(SerialServer.OK, client.disconnect(), "status of the disconnection");
    }

    private static void checkWritten(SerialServer server, int times) {
        Check.equal(TEXT.repeat(times), server.written(), "what the server wrote");
    }

    private static void printf(Environment env, boolean isProcess) {
        SerialServer server = new SerialServer(env);
        new Clients(env, server, isProcess)
                .run(
                        clients -> {
                            checkConnects(clients[0]);
                            checkPrints(clients[0]);
                            return 0L;
                        });
        checkWritten(server, 1);
    }

    private static void write(Environment env, boolean isProcess) {
        SerialServer server = new SerialServer(env);
        new Clients(env, server, isProcess)
                .run(
                        clients -> {
                            Check.equal(
                                    -SerialServer.REFUSED,
                                    clients[0].write(TEXT),
                                    "status of a write before connecting");
                            checkConnects(clients[0]);
                            checkWrites(clients[0]);
                            return 0L;
                        });
        checkWritten(server, 1);
    }

    private static void reconnect(Environment env, boolean isProcess) {
        SerialServer server = new SerialServer(env);
        new Clients(env, server, isProcess)
                .run(
                        clients -> {
                            for (SerialClient client : clients) {
                                checkConnects(client);
                                checkPrints(client);
                                checkWrites(client);
                                checkDisconnects(client);
                            }
                            return 0L;
                        });
        checkWritten(server, 4);
    }

    private static void kill(Environment env, boolean isProcess) {
        SerialServer server = new SerialServer(env);
        new Clients(env, server, isProcess)
                .run(
                        clients -> {
                            checkConnects(clients[0]);
                            checkDisconnects(clients[0]);
                            return 0L;
                        });
        // The parent, as one more client: its frame need not be mapped for that.
        SerialClient parent =
                new SerialClient(env.sel4, server.forClient().cptr(), env.frame().cptr(), 0);
        checkConnects(parent);
        Check.equal(SerialServer.OK, parent.kill(), "status of the kill");
        server.awaitEnd();
    }
}
