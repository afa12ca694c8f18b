package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.PagingTable;
import io.atoll.kernel.api.cap.VSpace;

/** Mapping into an address space, with the tables that it takes. Used by the runner. */
final class AddressSpace {
    private final Environment env;
    final VSpace root;

    AddressSpace(Environment env, VSpace root) {
        this.env = env;
        this.root = root;
    }

    /** Maps a frame; tables that are missing are made. */
    void map(Frame frame, long address) {
        Sel4Error error = frame.map(root, address, CapRights.READ_WRITE);
        while (error == Sel4Error.FAILED_LOOKUP) {
            addTable(address);
            error = frame.map(root, address, CapRights.READ_WRITE);
        }
        error.orThrow();
    }

    /** After a mapping that failed: adds the table that was missing. */
    void addTable(long address) {
        ObjectType type = PagingTable.typeMissing(env.sel4.ipc().mr(2));
        PagingTable table = PagingTable.of(env.sel4, type, env.make(type));
        Sel4Error error = table.map(root, address);
        while (error == Sel4Error.FAILED_LOOKUP) {
            addTable(address);
            error = table.map(root, address);
        }
        error.orThrow();
    }

    /** Makes all tables that a small page at that address needs. */
    void addTables(long address) {
        Frame frame = env.frame();
        map(frame, address);
        frame.unmap().orThrow();
        env.free(frame);
    }
}
