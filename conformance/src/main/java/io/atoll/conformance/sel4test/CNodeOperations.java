package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.AbsoluteCPtr;
import io.atoll.kernel.api.cap.CNode;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Tcb;

/** Capabilities in their slots: copying, moving, deleting, and finding them. */
final class CNodeOperations {
    private static final int LEVELS = 64;
    private static final long MAGIC = 0xb16ca7;
    private static final long OTHER_MAGIC = 0x15b9;

    private CNodeOperations() {}

    static Group group() {
        return new Group("CSpace and CNode operations")
                .test("CNODEOP0001", "CNode_Copy", CNodeOperations::copy)
                .test("CNODEOP0002", "CNode_Delete", CNodeOperations::delete)
                .test("CNODEOP0003", "CNode_Mint", CNodeOperations::mint)
                .test("CNODEOP0004", "CNode_Move", CNodeOperations::move)
                .test("CNODEOP0005", "CNode_Mutate", CNodeOperations::mutate)
                .test("CNODEOP0006", "CNode_CancelBadgedSends", CNodeOperations::cancel)
                .test("CNODEOP0007", "CNode_Revoke", CNodeOperations::revoke)
                .test("CNODEOP0008", "CNode_Rotate", CNodeOperations::rotate)
                .notApplicable("CNODEOP0009", "CNode_SaveCaller", Reasons.CLASSIC)
                .test("CSPACE0001", "a CSpace of 64 levels is resolved", CNodeOperations::deep);
    }

    /** A capability of its own, to a thread. */
    private static long full(Environment env) {
        return env.make(ObjectType.TCB);
    }

    /** What is written through one capability is read through the other. */
    private static void checkSameThread(Environment env, long first, long second) {
        checkSeen(env, env.sel4.tcb(first), env.sel4.tcb(second), 0);
        checkSeen(env, env.sel4.tcb(first), env.sel4.tcb(second), 1);
    }

    private static void checkSeen(Environment env, Tcb written, Tcb read, long value) {
        Check.ok(written.writeRegisters(false, UserContext.at(value)));
        Check.ok(read.readRegisters(false, 1));
        Check.equal(value, env.sel4.ipc().mr(0), "the program counter read back");
    }

    private static void checkFull(Environment env, long... slots) {
        for (long slot : slots) {
            Check.that(!env.isEmpty(slot), "slot " + slot + " is occupied");
        }
    }

    private static void checkEmpty(Environment env, long... slots) {
        for (long slot : slots) {
            Check.that(env.isEmpty(slot), "slot " + slot + " is empty");
        }
    }

    private static void copy(Environment env) {
        long source = full(env);
        long destination = env.slot();
        Check.ok(env.at(destination).copy(env.at(source), CapRights.ALL));
        checkFull(env, source, destination);
        checkSameThread(env, source, destination);

        long other = full(env);
        Check.answer(Sel4Error.DELETE_FIRST, env.at(other).copy(env.at(source), CapRights.ALL));
        checkFull(env, source, other);
        long empty = env.slot();
        Check.answer(Sel4Error.DELETE_FIRST, env.at(source).copy(env.at(empty), CapRights.ALL));
        checkFull(env, source);
        checkEmpty(env, empty);
        long alsoEmpty = env.slot();
        Check.answer(Sel4Error.FAILED_LOOKUP, env.at(empty).copy(env.at(alsoEmpty), CapRights.ALL));
        checkEmpty(env, empty, alsoEmpty);
    }

    private static void delete(Environment env) {
        long slot = full(env);
        Check.ok(env.at(slot).delete());
        checkEmpty(env, slot);
        Check.ok(env.at(slot).delete());
        checkEmpty(env, slot);
    }

    private static void mint(Environment env) {
        long source = full(env);
        long destination = env.slot();
        Check.ok(env.at(destination).mint(env.at(source), CapRights.ALL, 0));
        checkFull(env, source, destination);
        checkSameThread(env, source, destination);
        Check.answer(
                Sel4Error.DELETE_FIRST, env.at(destination).mint(env.at(source), CapRights.ALL, 0));
        long empty = env.slot();
        Check.answer(
                Sel4Error.FAILED_LOOKUP, env.at(empty).mint(env.at(env.slot()), CapRights.ALL, 0));
        checkEmpty(env, empty);
    }

    private static void move(Environment env) {
        long source = full(env);
        long destination = env.slot();
        Check.ok(env.at(destination).move(env.at(source)));
        checkEmpty(env, source);
        checkFull(env, destination);
        long other = full(env);
        Check.answer(Sel4Error.DELETE_FIRST, env.at(destination).move(env.at(other)));
        checkFull(env, destination, other);
        Check.answer(Sel4Error.FAILED_LOOKUP, env.at(env.slot()).move(env.at(source)));
        checkEmpty(env, source);
    }

    private static void mutate(Environment env) {
        long source = full(env);
        long destination = env.slot();
        Check.ok(env.at(destination).mutate(env.at(source), 0));
        checkEmpty(env, source);
        checkFull(env, destination);
        long other = full(env);
        Check.answer(Sel4Error.DELETE_FIRST, env.at(destination).mutate(env.at(other), 0));
        checkFull(env, destination, other);
        long empty = env.slot();
        Check.answer(Sel4Error.FAILED_LOOKUP, env.at(empty).mutate(env.at(source), 0));
        checkEmpty(env, source, empty);
    }

    private static void cancel(Environment env) {
        Endpoint endpoint = env.endpoint();
        Check.ok(env.at(endpoint).cancelBadgedSends());
        checkFull(env, endpoint.cptr());
        long empty = env.slot();
        Check.answer(Sel4Error.ILLEGAL_OPERATION, env.at(empty).cancelBadgedSends());
        checkEmpty(env, empty);
    }

    private static void revoke(Environment env) {
        long slot = full(env);
        long copy = env.copy(slot, CapRights.ALL);
        Check.ok(env.at(slot).revoke());
        checkFull(env, slot);
        checkEmpty(env, copy);
        Check.ok(env.at(copy).revoke());
        checkEmpty(env, copy);
    }

    private static void rotate(Environment env) {
        long source = full(env);
        long pivot = full(env);
        long destination = env.slot();
        env.sel4.tcb(pivot).writeRegisters(false, UserContext.at(7)).orThrow();
        Check.ok(rotate(env, destination, pivot, source));
        checkEmpty(env, source);
        checkFull(env, pivot, destination);
        checkProgramCounter(env, destination, 7);

        source = full(env);
        Check.answer(Sel4Error.DELETE_FIRST, rotate(env, destination, pivot, source));
        checkFull(env, source, pivot, destination);

        env.sel4.tcb(source).writeRegisters(false, UserContext.at(9)).orThrow();
        Check.ok(rotate(env, source, pivot, source));
        checkFull(env, source, pivot);
        checkProgramCounter(env, pivot, 9);

        long empty = env.slot();
        Check.answer(Sel4Error.ILLEGAL_OPERATION, rotate(env, empty, source, source));
        checkFull(env, source);
        checkEmpty(env, empty);

        long[] emptySlots = {env.slot(), env.slot(), env.slot()};
        Check.answer(
                Sel4Error.FAILED_LOOKUP, rotate(env, emptySlots[0], emptySlots[1], emptySlots[2]));
        checkEmpty(env, emptySlots);
    }

    private static Sel4Error rotate(Environment env, long destination, long pivot, long source) {
        return env.at(destination).rotate(0, env.at(pivot), 0, env.at(source));
    }

    private static void checkProgramCounter(Environment env, long tcb, long expected) {
        Check.ok(env.sel4.tcb(tcb).readRegisters(false, 1));
        Check.equal(expected, env.sel4.ipc().mr(0), "the program counter");
    }

    /**
     * 64 CNodes of one bit each, one inside the other. A CPtr that leaves the path ends in an empty
     * slot half-way: an invalid capability, no fault.
     */
    private static void deep(Environment env) {
        Endpoint endpoint = env.endpoint();
        CNode[] levels = new CNode[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            levels[i] = env.sel4.cnode(env.objects.make(ObjectType.CAP_TABLE, 1));
        }
        long cptr = 0;
        for (int i = 0; i < LEVELS; i++) {
            int bit = i % 2;
            cptr = cptr << 1 | bit;
            AbsoluteCPtr slot = levels[i].slot(bit, 1);
            long inner = i == LEVELS - 1 ? endpoint.cptr() : levels[i + 1].cptr();
            Check.ok(slot.copy(env.at(inner), CapRights.ALL));
        }
        long target = cptr;
        Check.equal(0x5555_5555_5555_5555L, target, "the endpoint's CPtr");

        Helper helper = env.helper("resolver");
        helper.start(sel4 -> resolve(sel4, endpoint.cptr(), target));
        endpoint.await();
        Check.equal(MAGIC, env.sel4.ipc().mr(0), "the first message");
        Check.ok(helper.tcb.setSpace(env.faultEndpoint(), levels[0], 0, env.vspace(), 0));
        endpoint.await();
        Check.equal(OTHER_MAGIC, env.sel4.ipc().mr(0), "the message through 64 levels");
    }

    private static long resolve(Sel4 sel4, long first, long target) {
        Environment.send(sel4, first, MAGIC);
        for (int i = 0; i < LEVELS; i++) {
            checkInvalid(sel4, i);
        }
        for (int i = 0; i < LEVELS; i++) {
            checkInvalid(sel4, target ^ 1L << i);
        }
        Environment.send(sel4, target, OTHER_MAGIC);
        return 0;
    }

    private static void checkInvalid(Sel4 sel4, long cptr) {
        long answer = sel4.call(cptr, MessageInfo.of(0, 0));
        Check.equal(
                Sel4Error.INVALID_CAPABILITY.ordinal(),
                MessageInfo.label(answer),
                "answer to a call of CPtr 0x%x".formatted(cptr));
    }
}
