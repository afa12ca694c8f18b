package io.atoll.kernel.random;

import io.atoll.kernel.KernelImage;
import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.testing.World;

/**
 * Whether everything goes again: what exists after the initial task has revoked all that it was
 * given at boot must be what existed then, object by object and slot by slot.
 */
final class Leftovers {
    private final KernelImage image;
    private final World world;
    private final String atBoot;

    /** To be made before anything else is. */
    Leftovers(KernelImage image, World world) {
        this.image = image;
        this.world = world;
        this.atBoot = KernelDebug.snapshot(image);
    }

    /** Deletes and revokes everything and looks. */
    void assertNone() {
        long firstFree = world.bootInfo.empty().start();
        for (long slot = firstFree; slot < world.bootInfo.empty().end(); slot++) {
            world.root.slot(slot).delete().orThrow();
        }
        for (long slot = 1; slot < firstFree; slot++) {
            if (!isWhatItStandsOn(slot)) {
                world.root.slot(slot).revoke().orThrow();
            }
        }
        String now = KernelDebug.snapshot(image);
        if (!now.equals(atBoot)) {
            throw new AssertionError(
                    "after everything was revoked, something is left, or missing:\n"
                            + difference(atBoot, now));
        }
    }

    /** What the initial task runs on is derived from these: revoking them would be its end. */
    private static boolean isWhatItStandsOn(long slot) {
        return slot == InitCaps.TCB
                || slot == InitCaps.CNODE
                || slot == InitCaps.VSPACE
                || slot == InitCaps.IPC_BUFFER
                || slot == InitCaps.SC;
    }

    private static String difference(String before, String after) {
        StringBuilder lines = new StringBuilder();
        var known = before.lines().toList();
        var found = after.lines().toList();
        known.stream()
                .filter(line -> !found.contains(line))
                .forEach(line -> lines.append("- ").append(line).append('\n'));
        found.stream()
                .filter(line -> !known.contains(line))
                .forEach(line -> lines.append("+ ").append(line).append('\n'));
        return lines.toString();
    }
}
