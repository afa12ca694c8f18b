package io.atoll.kernel.object;

import java.util.Arrays;

/**
 * One table of an address space, as on x86-64: 512 entries, four levels.
 *
 * <pre>
 *   address bits  47..39   38..30   29..21       20..12      11..0
 *   level         4 root   3 PDPT   2 directory  1 table     offset
 *   an entry is   table    table    table, 2 MiB page  4 KiB page
 * </pre>
 */
public sealed class PagingTableObject extends KernelObject implements PagingEntry
        permits VSpaceObject {
    /** Level of tables whose entries are pages of 4 KiB. */
    public static final int PAGE_TABLE = 1;

    /** Level of tables whose entries are page tables, or pages of 2 MiB. */
    public static final int PAGE_DIRECTORY = 2;

    /** Level of tables whose entries are page directories. */
    public static final int PDPT = 3;

    /** Level of the root. */
    public static final int ROOT = 4;

    /** log2 of a table's bytes. */
    public static final int SIZE_BITS = 12;

    private static final int INDEX_BITS = 9;

    /** Entries of a table. */
    public static final int ENTRIES = 1 << INDEX_BITS;

    private static final int PAGE_BITS = 12;

    /** 1 to 4. */
    public final int level;

    private final PagingEntry[] entries = new PagingEntry[ENTRIES];

    public PagingTableObject(long address, int level) {
        super(address, SIZE_BITS);
        this.level = level;
    }

    /** log2 of the bytes that one entry of a table of this level covers. */
    public static int entryBits(int level) {
        return PAGE_BITS + (level - 1) * INDEX_BITS;
    }

    /** The entry for a virtual address, or null. */
    public final PagingEntry entry(long address) {
        return entries[index(address)];
    }

    /** The entry at an index from 0 to 511, or null; for checks and dumps. */
    public final PagingEntry entryAt(int index) {
        return entries[index];
    }

    /** Sets an entry; only the address space may, for its windows and caches must know. */
    final void set(long address, PagingEntry entry) {
        entries[index(address)] = entry;
    }

    final void clear() {
        Arrays.fill(entries, null);
    }

    private int index(long address) {
        return (int) (address >>> entryBits(level)) & (ENTRIES - 1);
    }
}
