package io.atoll.cluster;

import io.atoll.cluster.memory.SharedAccess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Which clusters of a machine have ended, in the order in which they did: memory that the machine
 * writes and every initial task can read, as it can read its BootInfo. A cluster ends once and for
 * all, so the list only grows, and whoever remembers how much of it he has read finds what is new.
 * The machine writes first and then raises {@link ClusterBootInfo#ENDED_LINE}; a list may say so
 * before the interrupt comes.
 *
 * <pre>
 *   byte 0          4          8
 *        +----------+----------+----------+----
 *        | count    | cluster  | cluster  | ...   int each; 15 clusters in the first cache line
 *        +----------+----------+----------+----
 * </pre>
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read mode</th><th>write mode</th><th>guarded by</th></tr>
 * <tr><td>count</td><td>acquire, by anybody</td><td>release, after the cluster</td><td>the writer's
 * lock</td></tr>
 * <tr><td>cluster</td><td>plain, behind the count</td><td>plain, once</td><td>the writer's
 * lock</td></tr>
 * </table>
 *
 * Reading is wait-free.
 */
public final class EndedClusters {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment list;

    private EndedClusters(MemorySegment list) {
        this.list = list.asReadOnly();
    }

    /** How many clusters have ended so far. */
    public int count() {
        SharedAccess.beforeLoad(list.address());
        // Pairs with the release of the writer: the clusters up to there can be read.
        return (int) INT.getAcquire(list, 0L);
    }

    /**
     * The cluster that ended as number {@code index} of them, from 0.
     *
     * @throws IndexOutOfBoundsException if not so many are known to have ended
     */
    public int cluster(int index) {
        if (index < 0 || index >= (int) INT.getAcquire(list, 0L)) {
            throw new IndexOutOfBoundsException(
                    "%d clusters have ended, there is no number %d".formatted(count(), index));
        }
        SharedAccess.beforeLoad(list.address() + offset(index));
        return (int) INT.get(list, offset(index));
    }

    private static long offset(int index) {
        return Integer.BYTES * (1L + index);
    }

    /** The machine's side. */
    public static final class Writer {
        private final MemorySegment list;
        private final EndedClusters reader;

        /**
         * @param list zeroed
         */
        public Writer(MemorySegment list) {
            this.list = list;
            this.reader = new EndedClusters(list);
        }

        /** Bytes of the list of so many clusters. */
        public static long byteSize(int clusters) {
            return offset(clusters);
        }

        /** What programs see. */
        public EndedClusters reader() {
            return reader;
        }

        /** A cluster has ended; once for each. Any thread: it may wait for another's doing so. */
        public synchronized void add(int cluster) {
            int count = (int) INT.get(list, 0L);
            INT.set(list, offset(count), cluster);
            // Release: see count().
            INT.setRelease(list, 0L, count + 1);
        }

        /** Host address of the count. */
        public long countAddress() {
            return list.address();
        }

        /** Host address of the cluster that was added last. */
        public long lastAddress() {
            return list.address() + offset((int) INT.get(list, 0L) - 1);
        }
    }
}
