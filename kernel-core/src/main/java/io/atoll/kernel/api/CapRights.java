package io.atoll.kernel.api;

/**
 * Rights that a capability carries or that a copy is reduced to; seL4: {@code seL4_CapRights_t}.
 *
 * @param word bit 0 write, bit 1 read, bit 2 grant, bit 3 grant-reply
 */
public record CapRights(long word) {
    private static final int WRITE_BIT = 1;
    private static final int READ_BIT = 2;
    private static final int GRANT_BIT = 4;
    private static final int GRANT_REPLY_BIT = 8;

    public static final CapRights NONE = new CapRights(0);
    public static final CapRights ALL = new CapRights(15);
    public static final CapRights READ = new CapRights(READ_BIT);
    public static final CapRights WRITE = new CapRights(WRITE_BIT);
    public static final CapRights READ_WRITE = new CapRights(READ_BIT | WRITE_BIT);

    /** No rights, to which the {@code with} methods add. */
    public static CapRights none() {
        return NONE;
    }

    public static CapRights of(boolean grantReply, boolean grant, boolean read, boolean write) {
        return new CapRights(
                (grantReply ? GRANT_REPLY_BIT : 0)
                        | (grant ? GRANT_BIT : 0)
                        | (read ? READ_BIT : 0)
                        | (write ? WRITE_BIT : 0));
    }

    public CapRights read(boolean allowed) {
        return with(READ_BIT, allowed);
    }

    public CapRights write(boolean allowed) {
        return with(WRITE_BIT, allowed);
    }

    public CapRights grant(boolean allowed) {
        return with(GRANT_BIT, allowed);
    }

    public CapRights grantReply(boolean allowed) {
        return with(GRANT_REPLY_BIT, allowed);
    }

    public boolean canRead() {
        return (word & READ_BIT) != 0;
    }

    public boolean canWrite() {
        return (word & WRITE_BIT) != 0;
    }

    public boolean canGrant() {
        return (word & GRANT_BIT) != 0;
    }

    public boolean canGrantReply() {
        return (word & GRANT_REPLY_BIT) != 0;
    }

    private CapRights with(int bit, boolean allowed) {
        return new CapRights(allowed ? word | bit : word & ~bit);
    }

    /** {@code RWGP}, with a dash for each right that is missing. */
    @Override
    public String toString() {
        return (canRead() ? "R" : "-")
                + (canWrite() ? "W" : "-")
                + (canGrant() ? "G" : "-")
                + (canGrantReply() ? "P" : "-");
    }
}
