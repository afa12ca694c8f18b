package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.Sel4Exception;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Untyped;

/** Frames of all sizes: their contents, and where they may not be used. */
final class Frames {
    /** A multiple of the largest frame. */
    private static final long ADDRESS = 0x2_0000_0000L;

    private static final int PROBES = 16;
    private static final byte FIRST_MARK = 'U';
    private static final byte SECOND_MARK = 'V';

    private Frames() {}

    static Group group() {
        return new Group("Frames")
                .test("FRAMEEXPORTS0001", "frames of every size are usable", Frames::everySize)
                .notApplicable("FRAMEXN0001", "execute never, small frame", Reasons.ARM)
                .notApplicable("FRAMEXN0002", "execute never, large frame", Reasons.ARM)
                .test("FRAMEDIPC0001", "no device frame as IPC buffer", Frames::configureWithDevice)
                .test(
                        "FRAMEDIPC0002",
                        "no device frame instead of the IPC buffer",
                        Frames::setDeviceBuffer)
                .test(
                        "FRAMEDIPC0003",
                        "deleting a frame's capability unmaps it",
                        Frames::deleteMapped);
    }

    static Group cache() {
        return new Group("Cache")
                .notApplicable("CACHEFLUSH0001", "page cache maintenance", Reasons.ARM)
                .notApplicable("CACHEFLUSH0002", "VSpace cache maintenance", Reasons.ARM)
                .notApplicable("CACHEFLUSH0003", "large page cache maintenance", Reasons.ARM)
                .test("CACHEFLUSH0004", "a frame made anew is zero", Frames::madeAnew);
    }

    private static void everySize(Environment env) {
        AddressSpace space = new AddressSpace(env, env.vspace());
        space.addTables(ADDRESS + (1L << ObjectType.LARGE_PAGE.sizeBits(0)));
        for (ObjectType type : new ObjectType[] {ObjectType.LARGE_PAGE, ObjectType.SMALL_PAGE}) {
            // Small pages have a page table, where a large page cannot be.
            long address =
                    type == ObjectType.LARGE_PAGE
                            ? ADDRESS
                            : ADDRESS + (1L << ObjectType.LARGE_PAGE.sizeBits(0));
            int count = 0;
            while (true) {
                Frame frame;
                try {
                    frame = env.sel4.frame(env.make(type));
                } catch (Sel4Exception e) {
                    Check.equal(Sel4Error.NOT_ENOUGH_MEMORY, e.error(), "why no frame is left");
                    break;
                }
                count++;
                space.map(frame, address);
                probe(env, type, address, (byte) 0, FIRST_MARK);
                space.map(frame, address);
                probe(env, type, address, FIRST_MARK, SECOND_MARK);
                Check.ok(frame.unmap());
            }
            Check.that(count > 0, "there is a frame of type " + type);
        }
    }

    private static void probe(
            Environment env, ObjectType type, long address, byte expected, byte written) {
        long step = (1L << type.sizeBits(0)) / PROBES;
        for (int i = 0; i < PROBES; i++) {
            long probe = address + i * step;
            Check.equal(expected, env.sel4.memory().getByte(probe), "the byte at a probe");
            env.sel4.memory().putByte(probe, written);
        }
    }

    private static Frame deviceFrame(Environment env) {
        for (int i = 0; i < env.bootInfo.untypedList().size(); i++) {
            if (env.bootInfo.untypedList().get(i).isDevice()) {
                long slot = env.slot();
                Untyped untyped = env.sel4.untyped(env.bootInfo.untyped().start() + i);
                Check.ok(untyped.retype(ObjectType.SMALL_PAGE, 0, env.root, slot, 1));
                return env.sel4.frame(slot);
            }
        }
        throw new CheckFailed("the machine has no device memory");
    }

    private static void configureWithDevice(Environment env) {
        Helper helper = env.helper("helper");
        Frame device = deviceFrame(env);
        Check.refused(helper.tcb.configure(env.root, 0, env.vspace(), 0, ADDRESS, device));
        Check.ok(helper.tcb.configure(env.root, 0, env.vspace(), 0, ADDRESS, env.frame()));
    }

    private static void setDeviceBuffer(Environment env) {
        Endpoint endpoint = env.endpoint();
        int length = MessageInfo.MAX_LENGTH;
        Helper helper = env.helper("sender");
        helper.start(
                sel4 -> {
                    Words words = new Words();
                    sel4.send(endpoint.cptr(), words.fill(sel4, length));
                    sel4.send(endpoint.cptr(), words.fill(sel4, length));
                    return 0;
                });
        Words words = new Words();
        words.check(env.sel4, endpoint.await(), length);
        Check.refused(helper.tcb.setIpcBuffer(ADDRESS, deviceFrame(env)));
        words.check(env.sel4, endpoint.await(), length);
        helper.awaitResult(0);
    }

    private static void deleteMapped(Environment env) {
        AddressSpace space = new AddressSpace(env, env.vspace());
        Frame original = env.frame();
        Frame copy = env.sel4.frame(env.copy(original.cptr(), CapRights.ALL));
        space.map(copy, ADDRESS);
        env.sel4.memory().putLong(ADDRESS, FIRST_MARK);
        Check.equal(FIRST_MARK, env.sel4.memory().getLong(ADDRESS), "the word while mapped");
        Check.ok(env.at(copy).delete());

        Endpoint faults = env.endpoint();
        Helper toucher = env.helper("toucher", faults);
        toucher.start(sel4 -> sel4.memory().getLong(ADDRESS));
        long info = faults.recv(env.reply());
        Check.equal(Fault.VM_FAULT, MessageInfo.label(info), "label of the fault");
        Check.equal(ADDRESS, env.sel4.ipc().mr(1), "address of the fault");
    }

    private static void madeAnew(Environment env) {
        AddressSpace space = new AddressSpace(env, env.vspace());
        int bits = ObjectType.SMALL_PAGE.sizeBits(0);
        Untyped untyped = env.sel4.untyped(env.objects.untyped(bits));
        long slot = env.slot();
        Check.ok(untyped.retype(ObjectType.SMALL_PAGE, 0, env.root, slot, 1));
        space.map(env.sel4.frame(slot), ADDRESS);
        env.sel4.memory().putLong(ADDRESS, 0xc0ffee);
        Check.ok(env.at(untyped).revoke());
        Check.ok(untyped.retype(ObjectType.SMALL_PAGE, 0, env.root, slot, 1));
        long elsewhere = ADDRESS + (1L << bits);
        space.map(env.sel4.frame(slot), elsewhere);
        Check.equal(0, env.sel4.memory().getLong(elsewhere), "the first word of the new frame");
    }
}
