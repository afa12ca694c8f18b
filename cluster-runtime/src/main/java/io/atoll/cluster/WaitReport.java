package io.atoll.cluster;

import io.atoll.cluster.MachineConfig.CoreConfig;
import io.atoll.kernel.KernelImage;
import io.atoll.kernel.debug.DoorbellHolder;
import io.atoll.kernel.debug.KernelDebug;
import io.atoll.kernel.debug.WaitingThread;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who waits for what on a whole machine: what each kernel knows, and who of another cluster could
 * ring. To be made when no program runs.
 */
public final class WaitReport {
    private WaitReport() {}

    /**
     * A thread that waits.
     *
     * @param cluster in which
     * @param ringers by interrupt line that would wake it: who can raise that; without the line by
     *     which the machine tells that a cluster has ended
     */
    public record Waiting(int cluster, WaitingThread thread, Map<Integer, List<String>> ringers) {
        /** All of it in one line. */
        public String toText() {
            return "cluster %d  %-14s  %s%s"
                    .formatted(cluster, thread.name(), thread.waitsFor(), wakers());
        }

        /** Who could end that, with two spaces before it; empty if it waits for nobody. */
        public String wakers() {
            if (!thread.isBlocked()) {
                return "";
            }
            List<String> names = new ArrayList<>();
            thread.wakers().forEach(waker -> names.add(waker.toString()));
            for (WaitingThread.Line line : thread.lines()) {
                List<String> who = ringers.get(line.number());
                if (who != null) {
                    names.add(
                            who.isEmpty()
                                    ? line.toString()
                                    : "%s, rung by %s".formatted(line, String.join(" or ", who)));
                }
            }
            return "  could be woken by: " + joined(names);
        }

        private static String joined(List<String> who) {
            return who.isEmpty() ? "nobody" : String.join(", ", who);
        }
    }

    /**
     * All threads that wait.
     *
     * @param images by cluster; null where there is none
     * @param cores by cluster; the first takes the cluster's interrupts
     */
    public static List<Waiting> of(List<KernelImage> images, List<List<CoreConfig>> cores) {
        List<Bell> bells = new ArrayList<>();
        for (int cluster = 0; cluster < images.size(); cluster++) {
            if (images.get(cluster) != null) {
                for (DoorbellHolder holder : KernelDebug.doorbells(images.get(cluster))) {
                    bells.add(new Bell(cluster, holder));
                }
            }
        }
        List<Waiting> all = new ArrayList<>();
        for (int cluster = 0; cluster < images.size(); cluster++) {
            if (images.get(cluster) != null) {
                for (WaitingThread thread : KernelDebug.waiting(images.get(cluster))) {
                    all.add(
                            new Waiting(
                                    cluster, thread, ringers(thread, bells, cores.get(cluster))));
                }
            }
        }
        return all;
    }

    private record Bell(int cluster, DoorbellHolder holder) {}

    private static Map<Integer, List<String>> ringers(
            WaitingThread thread, List<Bell> bells, List<CoreConfig> cores) {
        Map<Integer, List<String>> ringers = new TreeMap<>();
        for (WaitingThread.Line line : thread.lines()) {
            if (line.number() == ClusterBootInfo.ENDED_LINE) {
                continue;
            }
            List<String> who = new ArrayList<>();
            for (Bell bell : bells) {
                DoorbellHolder holder = bell.holder;
                if (holder.irq() == line.number() && isAmong(cores, holder.targetCore())) {
                    who.add(
                            "%s of cluster %d (cap %s)"
                                    .formatted(holder.thread(), bell.cluster, holder.address()));
                }
            }
            ringers.put(line.number(), who);
        }
        return ringers;
    }

    private static boolean isAmong(List<CoreConfig> cores, int machineCore) {
        return cores.stream().anyMatch(core -> core.machineCore() == machineCore);
    }
}
