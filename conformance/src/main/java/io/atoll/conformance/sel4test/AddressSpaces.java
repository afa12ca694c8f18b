package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.AsidControl;
import io.atoll.kernel.api.cap.AsidPool;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.VSpace;

/** Address spaces, and the identifiers that they need. */
final class AddressSpaces {
    private static final long ADDRESS = 0x1000_0000;
    private static final int POOL_BITS = 12;
    private static final int POOL_SIZE = 512;

    /** Pools that can be made beside the initial one (x86-64). */
    private static final int FURTHER_POOLS = 7;

    private AddressSpaces() {}

    static Group group() {
        return new Group("VSpace")
                .test("VSPACE0000", "a process runs in its own VSpace", AddressSpaces::process)
                .test(
                        "VSPACE0001",
                        "unmapping after the VSpace is gone (AArch32: a page table)",
                        env -> unmapLate(env, false))
                .test(
                        "VSPACE0001",
                        "unmapping after the VSpace is gone (AArch64: all levels of tables)",
                        env -> unmapLate(env, true))
                .test("VSPACE0002", "an ASID pool is made", AddressSpaces::makePool)
                .test("VSPACE0003", "all ASID pools are made", AddressSpaces::makeAllPools)
                .test("VSPACE0004", "no ASID pool is left", AddressSpaces::noPoolLeft)
                .test("VSPACE0005", "an ASID pool is full", AddressSpaces::fillPool)
                .test("VSPACE0006", "a process in every ASID pool", AddressSpaces::useAllPools)
                .notApplicable("VSPACE0010", "dirty and accessed bits", Reasons.INSTRUCTIONS);
    }

    private static void process(Environment env) {
        HelperProcess process = env.process("process");
        process.start(_ -> 42);
        process.awaitResult(42);
    }

    private static void unmapLate(Environment env, boolean isAnyLevel) {
        VSpace root = env.vspaceOfItsOwn();
        AddressSpace space = new AddressSpace(env, root);
        Frame frame = env.frame();
        // An address under which nothing is shared with what other tests map.
        space.map(frame, isAnyLevel ? 0x7000_0000_0000L : ADDRESS);
        Check.ok(env.at(root).delete());
        Check.ok(frame.unmap());
        // Free to be mapped again.
        new AddressSpace(env, env.vspaceOfItsOwn()).map(frame, ADDRESS);
    }

    private static Sel4Error makePool(Environment env, long slot) {
        AsidControl control = env.sel4.asidControl(InitCaps.ASID_CONTROL);
        return control.makePool(env.sel4.untyped(env.objects.untyped(POOL_BITS)), env.at(slot));
    }

    private static AsidPool madePool(Environment env) {
        long slot = env.slot();
        Check.ok(makePool(env, slot));
        return env.sel4.asidPool(slot);
    }

    private static VSpace freshRoot(Environment env) {
        return env.sel4.vspace(env.make(ObjectType.VSPACE));
    }

    private static void makePool(Environment env) {
        AsidPool pool = madePool(env);
        Check.answer(Sel4Error.INVALID_CAPABILITY, pool.assign(env.vspace()));
        Check.ok(pool.assign(freshRoot(env)));
    }

    private static void makeAllPools(Environment env) {
        for (int i = 0; i < FURTHER_POOLS; i++) {
            madePool(env);
        }
    }

    private static void noPoolLeft(Environment env) {
        makeAllPools(env);
        long slot = env.slot();
        Check.answer(Sel4Error.DELETE_FIRST, makePool(env, slot));
        Check.that(env.isEmpty(slot), "no pool came of it");
    }

    private static void fillPool(Environment env) {
        AsidPool pool = madePool(env);
        for (int i = 0; i < POOL_SIZE; i++) {
            Check.ok(pool.assign(freshRoot(env)));
        }
        Check.answer(Sel4Error.DELETE_FIRST, pool.assign(freshRoot(env)));
    }

    private static void useAllPools(Environment env) {
        for (int i = 0; i < FURTHER_POOLS; i++) {
            AsidPool pool = madePool(env);
            VSpace root = freshRoot(env);
            Check.ok(pool.assign(root));
            HelperProcess process = env.process("process", env.faultEndpoint(), root);
            new AddressSpace(env, root).map(env.frame(), ADDRESS);
            long number = 0xca7 + i;
            process.start(
                    sel4 -> {
                        sel4.memory().putLong(ADDRESS, number);
                        return sel4.memory().getLong(ADDRESS);
                    });
            process.awaitResult(number);
        }
    }
}
