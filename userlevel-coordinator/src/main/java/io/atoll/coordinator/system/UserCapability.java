package io.atoll.coordinator.system;

/**
 * A capability that a protection domain gets in its user slots; the {@code cap_*} elements of
 * {@code cspace}.
 *
 * @param kind what it is a capability to
 * @param slot user slot, from 1 to 127
 * @param pd name of the protection domain whose object it is
 * @param position where the element begins
 */
public record UserCapability(Kind kind, int slot, String pd, Position position) {
    /** What a user capability names. */
    public enum Kind {
        /** The thread. */
        TCB("cap_tcb"),
        /** The scheduling context. */
        SCHEDULING_CONTEXT("cap_sc"),
        /** The address space. */
        VSPACE("cap_vspace");

        private final String tag;

        Kind(String tag) {
            this.tag = tag;
        }

        /** Tag of the XML element. */
        public String tag() {
            return tag;
        }
    }

    UserCapability withoutPosition() {
        return new UserCapability(kind, slot, pd, Position.NONE);
    }
}
