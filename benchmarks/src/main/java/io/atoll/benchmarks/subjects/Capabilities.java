package io.atoll.benchmarks.subjects;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.AbsoluteCPtr;

/** Making and unmaking objects, capabilities and mappings. */
public final class Capabilities {
    private static final int RADIX_BITS = 14;
    private static final int UNTYPED_BITS = 20;
    private static final long PAGE_BYTES = 4096;
    private static final long FIRST_ADDRESS = 1L << 38;

    private Capabilities() {}

    /** One object out of an untyped, which is emptied after each batch. */
    public static final class Retype extends BatchSubject {
        private final ObjectType type;
        private long untyped;
        private Slots slots;

        /**
         * @param type of fixed size
         */
        public Retype(String name, ObjectType type) {
            super(name);
            this.type = type;
        }

        @Override
        void prepare(Task task) {
            untyped = task.objects.make(ObjectType.UNTYPED, UNTYPED_BITS);
            slots = task.slots(RADIX_BITS);
        }

        @Override
        void operate(Sel4 sel4, int operations) {
            for (int i = 0; i < operations; i++) {
                sel4.untyped(untyped).retype(type, 0, slots.cnode(), i, 1).orThrow();
            }
        }

        @Override
        void after(Sel4 sel4) {
            sel4.cnode(InitCaps.CNODE).slot(untyped).revoke().orThrow();
        }
    }

    /** What the others have in common: an endpoint, and room for badged copies of it. */
    abstract static class Children extends BatchSubject {
        private AbsoluteCPtr parent;
        private Slots slots;

        Children(String name) {
            super(name);
        }

        @Override
        void prepare(Task task) {
            long endpoint = task.objects.make(ObjectType.ENDPOINT);
            parent = task.sel4.cnode(InitCaps.CNODE).slot(endpoint);
            slots = task.slots(RADIX_BITS);
        }

        /** Badged copies in the slots from {@code begin} to {@code end - 1}. */
        final void mint(int begin, int end) {
            for (int i = begin; i < end; i++) {
                slots.at(i).mint(parent, CapRights.ALL, i + 1L).orThrow();
            }
        }

        final void delete(int begin, int end) {
            for (int i = begin; i < end; i++) {
                slots.at(i).delete().orThrow();
            }
        }

        final void revoke() {
            parent.revoke().orThrow();
        }
    }

    /** A badged copy into an empty slot, beside a number of others. */
    public static final class Mint extends Children {
        private final int siblings;
        private int minted;

        /**
         * @param siblings copies that are there all the time
         */
        public Mint(int siblings) {
            super(siblings + "-siblings");
            this.siblings = siblings;
        }

        @Override
        void prepare(Task task) {
            super.prepare(task);
            mint(0, siblings);
        }

        @Override
        void operate(Sel4 sel4, int operations) {
            mint(siblings, siblings + operations);
            minted = operations;
        }

        @Override
        void after(Sel4 sel4) {
            delete(siblings, siblings + minted);
        }
    }

    /** Deletion of a badged copy, beside a number of others. */
    public static final class Delete extends Children {
        private final int siblings;

        /**
         * @param siblings copies that are there all the time
         */
        public Delete(int siblings) {
            super(siblings + "-siblings");
            this.siblings = siblings;
        }

        @Override
        void prepare(Task task) {
            super.prepare(task);
            mint(0, siblings);
        }

        @Override
        void before(Sel4 sel4, int operations) {
            mint(siblings, siblings + operations);
        }

        @Override
        void operate(Sel4 sel4, int operations) {
            delete(siblings, siblings + operations);
        }
    }

    /** Revocation of an endpoint with a number of badged copies. */
    public static final class Revoke extends Children {
        private final int children;

        /**
         * @param children copies that each revocation deletes
         */
        public Revoke(int children) {
            super(children + (children == 1 ? "-child" : "-children"));
            this.children = children;
        }

        @Override
        void before(Sel4 sel4, int operations) {
            mint(0, children);
        }

        @Override
        void operate(Sel4 sel4, int operations) {
            for (int i = 0; i < operations; i++) {
                revoke();
            }
        }
    }

    /** Pages and a range of addresses that nobody uses. */
    abstract static class Pages extends BatchSubject {
        private static final int COUNT = 128;

        private long first;

        Pages(String name) {
            super(name);
        }

        @Override
        void prepare(Task task) {
            long untyped = task.objects.make(ObjectType.UNTYPED, UNTYPED_BITS);
            first = task.objects.makeFrom(untyped, ObjectType.SMALL_PAGE, COUNT);
            // Mapped once, so that the tables above them are there.
            for (int i = 0; i < COUNT; i++) {
                task.objects.map(
                        first + i,
                        task.sel4.vspace(InitCaps.VSPACE),
                        FIRST_ADDRESS + i * PAGE_BYTES,
                        CapRights.READ_WRITE);
            }
            unmap(task.sel4, COUNT);
        }

        final void map(Sel4 sel4, int count) {
            for (int i = 0; i < count; i++) {
                sel4.frame(first + i)
                        .map(
                                sel4.vspace(InitCaps.VSPACE),
                                FIRST_ADDRESS + i * PAGE_BYTES,
                                CapRights.READ_WRITE)
                        .orThrow();
            }
        }

        final void unmap(Sel4 sel4, int count) {
            for (int i = 0; i < count; i++) {
                sel4.frame(first + i).unmap().orThrow();
            }
        }
    }

    /** A page of 4 KiB into the address space. */
    public static final class MapPage extends Pages {
        private int mapped;

        /** The only subject of its benchmark. */
        public MapPage() {
            super("small-page");
        }

        @Override
        void operate(Sel4 sel4, int operations) {
            map(sel4, operations);
            mapped = operations;
        }

        @Override
        void after(Sel4 sel4) {
            unmap(sel4, mapped);
        }
    }

    /** A page of 4 KiB out of the address space. */
    public static final class UnmapPage extends Pages {
        /** The only subject of its benchmark. */
        public UnmapPage() {
            super("small-page");
        }

        @Override
        void before(Sel4 sel4, int operations) {
            map(sel4, operations);
        }

        @Override
        void operate(Sel4 sel4, int operations) {
            unmap(sel4, operations);
        }
    }
}
