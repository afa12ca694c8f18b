package io.atoll.kernel.capability;

import io.atoll.kernel.object.PagingTableObject;

/** Names a page table, page directory or PDPT, and the place where it is mapped. */
public final class PagingTableCapability extends Capability {
    public final PagingTableObject table;

    /** The address space that it is mapped in; 0 if it is not. */
    public final int asid;

    public final long mappedAt;

    private PagingTableCapability(PagingTableObject table, int asid, long mappedAt) {
        this.table = table;
        this.asid = asid;
        this.mappedAt = mappedAt;
    }

    public PagingTableCapability(PagingTableObject table) {
        this(table, 0, 0);
    }

    public PagingTableCapability mapped(int inAsid, long address) {
        return new PagingTableCapability(table, inAsid, address);
    }

    public PagingTableCapability unmapped() {
        return new PagingTableCapability(table);
    }

    public boolean isMapped() {
        return asid != 0;
    }

    @Override
    public PagingTableObject object() {
        return table;
    }

    @Override
    boolean canBeCopied() {
        return isMapped();
    }
}
