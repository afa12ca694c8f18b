package io.atoll.cluster.simulated;

import io.atoll.cluster.simulated.cache.CacheLine;

import java.util.Arrays;

/**
 * Cores that poll and cost the host nothing meanwhile: those that sleep until something changes
 * that they look at ({@link Watch}), and those that let the looks of a loop pass ({@link
 * SkippedLooks}). Who is woken first does not matter: each gets its turn by its time. Used by the
 * machine's thread.
 */
final class Pollers {
    /** Cores that sleep; each knows its place. */
    private Polling[] sleepers = new Polling[16];

    private int sleeperCount;

    /** How many cores of each cluster do either. */
    private int[] clusters = new int[16];

    /** Cores that let looks at a line pass, by its number; each knows the next one. */
    private SkippedLooks.Looker[] lookers = new SkippedLooks.Looker[64];

    /** Whether a core of that cluster polls. */
    boolean areIn(int cluster) {
        return cluster < clusters.length && clusters[cluster] != 0;
    }

    private void count(int cluster, int more) {
        if (cluster >= clusters.length) {
            clusters = Arrays.copyOf(clusters, Math.max(cluster + 1, 2 * clusters.length));
        }
        clusters[cluster] += more;
    }

    // Those that sleep.

    boolean hasSleepers() {
        return sleeperCount != 0;
    }

    void fallsAsleep(Polling poller) {
        if (sleeperCount == sleepers.length) {
            sleepers = Arrays.copyOf(sleepers, 2 * sleeperCount);
        }
        poller.sleepersPlace = sleeperCount;
        sleepers[sleeperCount++] = poller;
        count(poller.core().cluster(), 1);
    }

    void wakesUp(Polling poller) {
        Polling last = sleepers[--sleeperCount];
        sleepers[poller.sleepersPlace] = last;
        last.sleepersPlace = poller.sleepersPlace;
        sleepers[sleeperCount] = null;
        count(poller.core().cluster(), -1);
    }

    /** Those that look at a line look again. */
    void wakeWatchersOf(CacheLine line, long atCycles) {
        for (int i = 0; i < sleeperCount; i++) {
            if (sleepers[i].watches(line)) {
                sleepers[i].wake(atCycles);
            }
        }
    }

    /** Those that look at a cluster's kernel look again. */
    void wakeWatchersOfKernel(int cluster, long atCycles) {
        for (int i = 0; i < sleeperCount; i++) {
            if (sleepers[i].core().cluster() == cluster && sleepers[i].watchesKernel()) {
                sleepers[i].wake(atCycles);
            }
        }
    }

    /** All of them look again. */
    void wakeAll(long atCycles) {
        for (int i = 0; i < sleeperCount; i++) {
            sleepers[i].wake(atCycles);
        }
    }

    // Those that let looks pass.

    /** A core lets looks at lines pass. */
    void sleepsLooking(SkippedLooks skipped) {
        count(skipped.cluster(), 1);
        for (int look = 0; look < skipped.looksOfRound(); look++) {
            int line = skipped.line(look).number;
            if (line >= lookers.length) {
                lookers = Arrays.copyOf(lookers, Math.max(line + 1, 2 * lookers.length));
            }
            skipped.looker(look).next = lookers[line];
            lookers[line] = skipped.looker(look);
        }
    }

    /** It looks again. */
    void looksAgain(SkippedLooks skipped) {
        count(skipped.cluster(), -1);
        for (int look = 0; look < skipped.looksOfRound(); look++) {
            remove(skipped.looker(look), skipped.line(look).number);
        }
    }

    private void remove(SkippedLooks.Looker looker, int line) {
        if (lookers[line] == looker) {
            lookers[line] = looker.next;
            return;
        }
        SkippedLooks.Looker before = lookers[line];
        while (before.next != looker) {
            before = before.next;
        }
        before.next = looker.next;
    }

    /** A core has asked for a line in order to write it, or has written it. */
    void tellLookersAt(CacheLine line, long atCycles, SimulatedCore by) {
        if (line.number < lookers.length) {
            tell(lookers[line.number], atCycles, by);
        }
    }

    private static void tell(SkippedLooks.Looker first, long atCycles, SimulatedCore by) {
        for (SkippedLooks.Looker each = first; each != null; each = each.next) {
            each.poller.seesChange(each.look, atCycles, by);
        }
    }
}
