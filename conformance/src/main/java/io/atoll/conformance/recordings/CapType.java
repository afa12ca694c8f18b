package io.atoll.conformance.recordings;

/**
 * What a slot holds, by the names and the tag numbers of the recordings (seL4's {@code
 * seL4_DebugCapIdentify} on x86-64).
 */
enum CapType {
    NULL("null", 0),
    UNTYPED("untyped", 2),
    ENDPOINT("ep", 4),
    NOTIFICATION("ntfn", 6),
    REPLY("reply", 8),
    CNODE("cnode", 10),
    THREAD("tcb", 12),
    IRQ_CONTROL("irqctrl", 14),
    IRQ_HANDLER("irqhandler", 16),
    ZOMBIE("zombie", 18),
    DOMAIN("domain", 20),
    SCHED_CONTEXT("sc", 22),
    SCHED_CONTROL("schedctrl", 24),
    FRAME("frame", 1),
    PAGE_TABLE("pt", 3),
    PAGE_DIRECTORY("pd", 5),
    PDPT("pdpt", 7),
    PML4("pml4", 9),
    ASID_CONTROL("asidctrl", 11),
    ASID_POOL("asidpool", 13);

    private final String recordedName;
    private final int tag;

    CapType(String recordedName, int tag) {
        this.recordedName = recordedName;
        this.tag = tag;
    }

    /** The type with this name in a recording, or null. */
    static CapType named(String name) {
        for (CapType type : values()) {
            if (type.recordedName.equals(name)) {
                return type;
            }
        }
        return null;
    }

    /** How a recording would call the capability that the kernel identified with {@code tag}. */
    static String nameOf(int tag) {
        for (CapType type : values()) {
            if (type.tag == tag) {
                return type.recordedName;
            }
        }
        return "tag " + tag;
    }

    int tag() {
        return tag;
    }

    @Override
    public String toString() {
        return recordedName;
    }
}
