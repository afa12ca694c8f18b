package io.atoll.benchmarks.modelled.replication;

/**
 * Where threads run on a machine whose nodes have cores of two hardware threads, which are numbered
 * side by side: on the first of each core, node after node, and then on the second ones in the same
 * order.
 *
 * @param nodes of the machine
 * @param coresOfNode of two hardware threads each
 * @param threads how many
 */
public record ThreadPlaces(int nodes, int coresOfNode, int threads) {
    private static final int THREADS_OF_CORE = 2;

    public ThreadPlaces {
        if (threads < 1 || threads > nodes * coresOfNode * THREADS_OF_CORE) {
            throw new IllegalArgumentException(
                    "%d nodes of %d cores have no place for %d threads"
                            .formatted(nodes, coresOfNode, threads));
        }
    }

    /** Hardware threads of a node. */
    public int hardwareThreadsOfNode() {
        return coresOfNode * THREADS_OF_CORE;
    }

    /** Nodes on which any thread runs. */
    public int usedNodes() {
        return Math.min(nodes, Math.ceilDiv(threads, coresOfNode));
    }

    /** Threads on the first node, where there are most. */
    public int mostThreadsOfNode() {
        int second = Math.max(0, threads - nodes * coresOfNode);
        return Math.min(threads, coresOfNode) + Math.min(second, coresOfNode);
    }

    public int nodeOf(int hardwareThread) {
        return hardwareThread / hardwareThreadsOfNode();
    }

    /** The thread of a hardware thread by its number on the node, or -1. */
    public int threadOf(int hardwareThread) {
        int core = hardwareThread % hardwareThreadsOfNode() / THREADS_OF_CORE;
        int sibling = hardwareThread % THREADS_OF_CORE;
        int before = (sibling * nodes + nodeOf(hardwareThread)) * coresOfNode;
        return before + core < threads ? sibling * coresOfNode + core : -1;
    }
}
