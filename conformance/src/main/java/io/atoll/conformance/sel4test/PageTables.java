package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.PagingTable;
import io.atoll.kernel.api.cap.VSpace;

/**
 * Page tables, with the sizes that this kernel has: small pages in tables, and large pages where a
 * table could be. Upstream asks it of Arm's sizes.
 */
final class PageTables {
    /** A multiple of what a page directory covers. */
    private static final long BASE = 0x4_0000_0000L;

    private static final long SMALL = 1L << ObjectType.SMALL_PAGE.sizeBits(0);
    private static final long LARGE = 1L << ObjectType.LARGE_PAGE.sizeBits(0);
    private static final long MARK = 0xdeaf_babe;
    private static final long OTHER_MARK = 0xfeed_face;

    private PageTables() {}

    static Group group() {
        return new Group("Page tables")
                .test("PT0001", "tables and pages (AArch32: swapping them)", PageTables::swap)
                .test("PT0001", "tables and pages (AArch64)", PageTables::levels)
                .test(
                        "PT0002",
                        "no stale translation when an address is used again",
                        PageTables::reuse);
    }

    private static Sel4Error map(Environment env, Frame frame, long address) {
        return frame.map(env.vspace(), address, CapRights.READ_WRITE);
    }

    private static Frame largeFrame(Environment env) {
        return env.sel4.frame(env.make(ObjectType.LARGE_PAGE));
    }

    private static PagingTable table(Environment env) {
        return env.sel4.pageTable(env.make(ObjectType.PAGE_TABLE));
    }

    private static void write(Environment env, long address, long value) {
        env.sel4.memory().putLong(address, value);
    }

    private static void checkWord(Environment env, long expected, long address) {
        Check.equal(expected, env.sel4.memory().getLong(address), "a word of the page");
    }

    /** All levels above page tables, so that large pages and tables can be mapped. */
    private static AddressSpace upperLevels(Environment env) {
        AddressSpace space = new AddressSpace(env, env.vspace());
        Frame frame = largeFrame(env);
        space.map(frame, BASE);
        Check.ok(frame.unmap());
        env.free(frame);
        return space;
    }

    private static void levels(Environment env) {
        upperLevels(env);
        VSpace vspace = env.vspace();
        Frame large = largeFrame(env);
        Check.answer(Sel4Error.ALIGNMENT_ERROR, map(env, large, BASE + SMALL));
        Check.ok(map(env, large, BASE));
        write(env, BASE, MARK);
        Check.ok(large.unmap());
        Check.ok(map(env, large, BASE));
        checkWord(env, MARK, BASE);
        Check.answer(Sel4Error.INVALID_ARGUMENT, map(env, large, BASE + LARGE));

        long region = BASE + 2 * LARGE;
        Frame small = env.frame();
        Check.answer(Sel4Error.FAILED_LOOKUP, map(env, small, region));
        PagingTable table = table(env);
        // The bits below what a table covers do not count.
        Check.ok(table.map(vspace, region + 10 * SMALL));
        Check.answer(Sel4Error.ALIGNMENT_ERROR, map(env, small, region + SMALL / 2));
        Check.ok(map(env, small, region));
        write(env, region, OTHER_MARK);
        Check.ok(small.unmap());
        Check.ok(map(env, small, region));
        checkWord(env, OTHER_MARK, region);
        Check.answer(Sel4Error.INVALID_ARGUMENT, map(env, small, region + SMALL));

        env.objects.free(table.cptr());
        Check.ok(small.unmap());
        Check.answer(Sel4Error.FAILED_LOOKUP, map(env, small, region));
        table = table(env);
        Check.ok(table.map(vspace, region));
        Check.ok(map(env, small, region));
        checkWord(env, OTHER_MARK, region);
        Check.ok(small.unmap());
        Check.ok(table.unmap());
        Check.ok(large.unmap());
    }

    private static void swap(Environment env) {
        upperLevels(env);
        VSpace vspace = env.vspace();
        Frame large = largeFrame(env);
        Frame otherLarge = largeFrame(env);
        Check.ok(map(env, large, BASE));
        Check.answer(Sel4Error.DELETE_FIRST, map(env, otherLarge, BASE));
        // No table where a page is, no large page where a table is.
        PagingTable table = table(env);
        Check.answer(Sel4Error.DELETE_FIRST, table.map(vspace, BASE));
        Check.ok(table.map(vspace, BASE + LARGE + SMALL));
        Check.answer(Sel4Error.DELETE_FIRST, map(env, otherLarge, BASE + LARGE));

        Frame small = env.frame();
        Frame otherSmall = env.frame();
        Check.ok(map(env, small, BASE + LARGE));
        Check.answer(Sel4Error.DELETE_FIRST, map(env, otherSmall, BASE + LARGE));
        Check.ok(map(env, otherSmall, BASE + LARGE + SMALL));
        write(env, BASE + LARGE - Long.BYTES, MARK);
        write(env, BASE + LARGE, OTHER_MARK);
        write(env, BASE + LARGE + SMALL, MARK + 1);

        // Replacing the table takes its pages out, and leaves their contents.
        Check.ok(table.unmap());
        PagingTable other = table(env);
        Check.ok(other.map(vspace, BASE + LARGE));
        Check.ok(small.unmap());
        Check.ok(otherSmall.unmap());
        Check.ok(map(env, small, BASE + LARGE + SMALL));
        Check.ok(map(env, otherSmall, BASE + LARGE));
        checkWord(env, MARK, BASE + LARGE - Long.BYTES);
        checkWord(env, MARK + 1, BASE + LARGE);
        checkWord(env, OTHER_MARK, BASE + LARGE + SMALL);

        // Large page and table change places.
        Check.ok(small.unmap());
        Check.ok(otherSmall.unmap());
        Check.ok(other.unmap());
        Check.ok(large.unmap());
        Check.ok(map(env, large, BASE + LARGE));
        Check.ok(other.map(vspace, BASE));
        Check.ok(map(env, small, BASE));
        checkWord(env, MARK, BASE + 2 * LARGE - Long.BYTES);
        checkWord(env, OTHER_MARK, BASE);
    }

    private static void reuse(Environment env) {
        upperLevels(env);
        Check.ok(table(env).map(env.vspace(), BASE));
        reuse(env, env.frame(), env.frame(), BASE, SMALL);
        reuse(env, largeFrame(env), largeFrame(env), BASE + LARGE, LARGE);
    }

    private static void reuse(
            Environment env, Frame first, Frame second, long address, long byteSize) {
        Check.ok(map(env, first, address));
        write(env, address, 1);
        Check.ok(first.unmap());
        Check.ok(map(env, second, address + byteSize));
        write(env, address + byteSize, 2);
        Check.ok(second.unmap());
        long shared = address + 2 * byteSize;
        Check.ok(map(env, first, shared));
        checkWord(env, 1, shared);
        // Here a mapping must go before another takes its place.
        Check.answer(Sel4Error.DELETE_FIRST, map(env, second, shared));
        Check.ok(first.unmap());
        Check.ok(map(env, second, shared));
        checkWord(env, 2, shared);
    }
}
