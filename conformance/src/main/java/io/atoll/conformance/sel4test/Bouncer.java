package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Reply;

/** A thread of the lowest priority that answers: when it does, nobody else can run any more. */
final class Bouncer {
    private final Endpoint endpoint;

    Bouncer(Environment env) {
        endpoint = env.endpoint();
        Reply reply = env.reply();
        env.helper("bouncer")
                .priority(0)
                .start(
                        sel4 -> {
                            sel4.recv(endpoint.cptr(), reply.cptr());
                            while (true) {
                                sel4.replyRecv(endpoint.cptr(), Environment.words(0), reply.cptr());
                            }
                        });
    }

    /** The runner: lets everybody run until they block. */
    void bounce() {
        endpoint.call(Environment.words(0));
    }
}
