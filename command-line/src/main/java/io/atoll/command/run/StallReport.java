package io.atoll.command.run;

import io.atoll.cluster.WaitReport.Waiting;
import io.atoll.command.ExitCode;
import io.atoll.command.Messages;
import io.atoll.coordinator.ring.KnownRings;
import io.atoll.coordinator.ring.KnownRings.Ring;
import io.atoll.kernel.debug.WaitingThread;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Why nobody goes on: every thread that waits, what for and who could wake it, and every ring that
 * is not empty or whose end waits for a signal. Looked at once, when no program runs any more and
 * memory is still there.
 */
final class StallReport {
    private static final int MOST_RINGS = 100;

    private final KnownRings rings = new KnownRings();
    private List<String> lines = List.of();
    private String missed = "";

    /** Which rings there are. */
    KnownRings rings() {
        return rings;
    }

    /**
     * Looks, if there is something to find out.
     *
     * @param ended how the run ended, as far as waiting goes
     * @param isIdle whether nothing can happen any more
     * @param waiting who waits
     * @param crashed clusters that were stopped on purpose: who was about to ring may have been
     *     there
     * @param more lines about who does not wait and still does not get on
     */
    void look(
            Verdict ended,
            boolean isIdle,
            Supplier<List<Waiting>> waiting,
            List<Integer> crashed,
            List<String> more) {
        boolean isStuck =
                ended.code() == ExitCode.FAIL_LIVENESS || ended.code() == ExitCode.TIMEOUT;
        List<Ring> all = rings.all();
        if (!isStuck && !(isIdle && all.stream().anyMatch(Ring::hasUnheardMessage))) {
            return;
        }
        List<Waiting> who = waiting.get();
        List<String> ringLines = new ArrayList<>();
        for (Ring ring : all) {
            boolean isMissed =
                    ring.hasUnheardMessage()
                            && isAsleep(who, ring)
                            && !crashed.contains(ring.senderCluster());
            if (isMissed && missed.isEmpty()) {
                missed = ring.toText();
            }
            if (!ring.isEmpty() || ring.receiverRequests() || ring.senderRequests()) {
                ringLines.add(ring.toText() + doorbell(who, ring) + label(isMissed));
            }
        }
        if (!isStuck && missed.isEmpty()) {
            return;
        }
        lines = new ArrayList<>();
        who.forEach(each -> lines.add(each.toText()));
        lines.addAll(more);
        ringLines.stream().limit(MOST_RINGS).forEach(lines::add);
    }

    private static String label(boolean isMissed) {
        return isMissed ? "  <- missed wake-up" : "";
    }

    /** Its receiver is blocked, nothing is on its way to it, and its sender does nothing more. */
    private static boolean isAsleep(List<Waiting> who, Ring ring) {
        return who.stream()
                        .map(Waiting::thread)
                        .anyMatch(
                                thread ->
                                        thread.name().equals(ring.receiver())
                                                && thread.isBlocked()
                                                && !thread.hasPendingDoorbell())
                && who.stream()
                        .map(Waiting::thread)
                        .noneMatch(
                                thread -> thread.name().equals(ring.sender()) && thread.canRun());
    }

    private static String doorbell(List<Waiting> who, Ring ring) {
        if (!ring.receiverRequests()) {
            return "";
        }
        return who.stream()
                        .map(Waiting::thread)
                        .filter(thread -> thread.name().equals(ring.receiver()))
                        .anyMatch(WaitingThread::hasPendingDoorbell)
                ? ", doorbell pending"
                : ", no doorbell pending";
    }

    /** Says what was found, and what that makes of the verdict. */
    Verdict judged(Verdict ended, Messages messages) {
        lines.forEach(messages::line);
        return missed.isEmpty() || ended.code() != ExitCode.PASS
                ? ended
                : Verdict.liveness("missed wake-up: " + missed);
    }
}
