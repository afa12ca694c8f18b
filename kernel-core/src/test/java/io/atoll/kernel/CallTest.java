package io.atoll.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.testing.TestImage;

import org.junit.jupiter.api.Test;

/** A call and its answer between two threads. */
class CallTest {
    @Test
    void shouldCarryWordsLabelAndBadgeThereAndBack() {
        new TestImage()
                .run(
                        world -> {
                            Endpoint endpoint = world.endpoint();
                            Reply reply = world.reply();
                            world.start(
                                    "server",
                                    100,
                                    sel4 -> server(sel4, endpoint.cptr(), reply.cptr()));
                            world.letOthersRun();
                            long answer = endpoint.call(MessageInfo.of(7, 2), 20, 22, 0, 0);
                            assertEquals(8, MessageInfo.label(answer));
                            assertEquals(1, MessageInfo.length(answer));
                            assertEquals(42, world.sel4.ipc().mr(0));
                        });
    }

    private static void server(Sel4 sel4, long endpoint, long reply) {
        long info = sel4.recv(endpoint, reply);
        while (true) {
            var ipc = sel4.ipc();
            ipc.mr(0, ipc.mr(0) + ipc.mr(1));
            info = sel4.replyRecv(endpoint, MessageInfo.of(MessageInfo.label(info) + 1, 1), reply);
        }
    }
}
