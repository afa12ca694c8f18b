package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Endpoint;

/** What may be done with an endpoint capability of few rights. */
final class IpcRights {
    private static final long VALUE = 42;
    private static final long MAGIC = 0xfa7ca7;

    private IpcRights() {}

    static Group group() {
        return new Group("Capability rights on IPC")
                .test("IPCRIGHTS0001", "Send needs Write", IpcRights::send)
                .test("IPCRIGHTS0002", "Recv needs Read", IpcRights::receive)
                .test("IPCRIGHTS0003", "sending capabilities needs Grant", IpcRights::grant)
                .notApplicable("IPCRIGHTS0004", "Call needs Grant or GrantReply", Reasons.CLASSIC)
                .notApplicable(
                        "IPCRIGHTS0005", "a reply's grant is the receiver's", Reasons.CLASSIC);
    }

    private static void send(Environment env) {
        for (int rights = 0; rights <= 3; rights++) {
            Endpoint endpoint = env.endpoint();
            Helper helper = env.helper("receiver");
            helper.start(sel4 -> expectTwice(sel4, endpoint.cptr(), helper.reply.cptr()));
            CapRights minted = new CapRights(rights);
            long weak = env.mint(endpoint, minted, 0);
            if (!minted.canWrite()) {
                Environment.send(env.sel4, weak, VALUE + 1);
            }
            Environment.send(env.sel4, minted.canWrite() ? weak : endpoint.cptr(), VALUE);
            Environment.send(env.sel4, endpoint.cptr(), VALUE);
            helper.awaitResult(0);
            helper.cleanUp();
        }
    }

    private static long expectTwice(Sel4 sel4, long endpoint, long reply) {
        for (int i = 0; i < 2; i++) {
            sel4.recv(endpoint, reply);
            Check.equal(VALUE, sel4.ipc().mr(0), "the value received");
        }
        return 0;
    }

    private static void receive(Environment env) {
        for (int rights = 0; rights <= 3; rights++) {
            Endpoint endpoint = env.endpoint();
            Endpoint faults = env.endpoint();
            Helper helper = env.helper("receiver", faults);
            CapRights minted = new CapRights(rights);
            long weak = env.mint(endpoint, minted, 0);
            helper.start(sel4 -> expectTwice(sel4, weak, helper.reply.cptr()));
            if (minted.canRead()) {
                Environment.send(env.sel4, endpoint.cptr(), VALUE);
                Environment.send(env.sel4, endpoint.cptr(), VALUE);
                helper.awaitResult(0);
            } else {
                long info = faults.recv(env.reply());
                Check.equal(Fault.CAP_FAULT, MessageInfo.label(info), "label at the handler");
                Check.equal(weak, env.sel4.ipc().mr(1), "the CPtr of the fault");
                Check.equal(1, env.sel4.ipc().mr(2), "the fault is in the receive phase");
            }
            helper.cleanUp();
        }
    }

    /** All sixteen sets of rights: upstream's loop never gets as far as Grant. */
    private static void grant(Environment env) {
        for (int rights = 0; rights <= 15; rights++) {
            CapRights minted = new CapRights(rights);
            if (minted.canWrite()) {
                grant(env, minted);
            }
        }
    }

    private static void grant(Environment env, CapRights minted) {
        Endpoint endpoint = env.endpoint();
        Endpoint given = env.endpoint();
        long weak = env.mint(endpoint, minted, 0);
        long slot = env.slot();
        Helper helper = env.helper("receiver");
        long reply = helper.reply.cptr();
        helper.start(sel4 -> takeCapability(sel4, endpoint.cptr(), reply, slot, minted.canGrant()));
        env.sel4.ipc().mr(0, VALUE);
        env.sel4.ipc().cap(0, given.cptr());
        env.sel4.send(weak, MessageInfo.of(0, 0, 1, 1));
        if (minted.canGrant()) {
            given.await();
            Check.equal(MAGIC, env.sel4.ipc().mr(0), "word through the endpoint given");
        }
        helper.awaitResult(minted.canGrant() ? 1 : 0);
        Check.equal(!minted.canGrant(), env.isEmpty(slot), "emptiness of the receive slot");
        helper.cleanUp();
    }

    private static long takeCapability(
            Sel4 sel4, long endpoint, long reply, long slot, boolean expected) {
        sel4.ipc().receivePath(InitCaps.CNODE, slot, Long.SIZE);
        long info = sel4.recv(endpoint, reply);
        Check.equal(VALUE, sel4.ipc().mr(0), "the value received");
        if (expected) {
            Environment.send(sel4, slot, MAGIC);
        }
        return MessageInfo.extraCaps(info);
    }
}
