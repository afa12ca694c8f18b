package io.atoll.kernel;

import java.util.Objects;

/**
 * What is decided when an image is made.
 *
 * @param name of the image, for logs
 * @param rootCNodeSizeBits log2 of the initial task's CNode slots
 * @param fastpath whether the IPC fastpaths are used; the answers are the same without
 * @param domains scheduling domains, from 1 to 256
 * @param debug whether the debug calls ({@link io.atoll.kernel.api.Debug}) exist; seL4: {@code
 *     CONFIG_DEBUG_BUILD}
 * @param locking how the cores of the image keep apart; of no meaning with one core
 */
public record KernelConfig(
        String name,
        int rootCNodeSizeBits,
        boolean fastpath,
        int domains,
        boolean debug,
        LockingDiscipline locking) {
    private static final int MAX_DOMAINS = 256;

    public KernelConfig {
        Objects.requireNonNull(locking, "locking");
        if (domains < 1 || domains > MAX_DOMAINS) {
            throw new IllegalArgumentException(
                    "an image has from 1 to %s domains, not %s".formatted(MAX_DOMAINS, domains));
        }
    }

    /** With the debug calls. */
    public KernelConfig(String name, int rootCNodeSizeBits, boolean fastpath, int domains) {
        this(
                name,
                rootCNodeSizeBits,
                fastpath,
                domains,
                true,
                LockingDiscipline.LOCK_FREE_FASTPATH);
    }

    /** An image of one domain, with the debug calls. */
    public KernelConfig(String name, int rootCNodeSizeBits, boolean fastpath) {
        this(name, rootCNodeSizeBits, fastpath, 1);
    }

    public static KernelConfig named(String name) {
        return new KernelConfig(name, 12, true);
    }

    public KernelConfig withoutFastpath() {
        return new KernelConfig(name, rootCNodeSizeBits, false, domains, debug, locking);
    }

    public KernelConfig withDomains(int count) {
        return new KernelConfig(name, rootCNodeSizeBits, fastpath, count, debug, locking);
    }

    public KernelConfig withoutDebug() {
        return new KernelConfig(name, rootCNodeSizeBits, fastpath, domains, false, locking);
    }

    public KernelConfig withLocking(LockingDiscipline discipline) {
        return new KernelConfig(name, rootCNodeSizeBits, fastpath, domains, debug, discipline);
    }
}
