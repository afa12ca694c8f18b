package io.atoll.benchmarks.peers;

import io.atoll.benchmarks.harness.LatencyRecorder;
import io.atoll.benchmarks.harness.LatencySubject;
import io.atoll.benchmarks.harness.PinnedThread;
import io.atoll.benchmarks.harness.Placement;
import io.atoll.benchmarks.harness.Rendezvous;
import io.atoll.benchmarks.harness.RoundAbortedException;
import io.atoll.benchmarks.harness.SubjectUnavailableException;
import io.atoll.benchmarks.harness.Waiting;

import jdk.management.VirtualThreadSchedulerMXBean;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Two virtual threads on one carrier that hand a message over by a volatile word, {@code unpark}
 * and {@code park}: the shortest way that virtual threads have.
 *
 * <p>A scheduler of one's own is not public in this JDK, so this is the JVM's own one, with a
 * parallelism of one while the subject is open. Its carrier cannot be pinned from a virtual thread;
 * but a thread inherits the pinning of the thread that creates it, and the carrier is created by
 * whoever starts the first virtual thread or sets the parallelism, which here a pinned thread does.
 * A carrier that exists already has been placed by somebody else: then the subject is not
 * available. Carriers end half a minute after they were needed last.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>write</th><th>guarded by</th></tr>
 * <tr><td>requested</td><td>volatile, server</td><td>volatile, client</td><td>nothing: only grows</td></tr>
 * <tr><td>replied</td><td>volatile, client</td><td>volatile, server</td><td>nothing: only grows</td></tr>
 * <tr><td>clientThread, serverThread</td><td>volatile, other side</td><td>volatile, its own
 * side</td><td>the look at requested or replied between them</td></tr>
 * <tr><td>message</td><td>plain</td><td>plain</td><td>requested, replied</td></tr>
 * </table>
 */
public final class VirtualThreads implements LatencySubject {
    private static final Object CARRIER_LOCK = new Object();

    /** The CPUs that the carrier left by the last open subject of this class was pinned to. */
    private static List<Integer> cpusOfCarrier;

    private final Message message = new Message();
    private PinnedThread starter;
    private VirtualThreadSchedulerMXBean scheduler;
    private int parallelismBefore;
    private long nextSequence = 1;
    private volatile long requested;
    private volatile long replied;
    private volatile Thread clientThread;
    private volatile Thread serverThread;

    /** A peer of {@code call-reply-recv}. */
    public VirtualThreads() {}

    @Override
    public String name() {
        return "virtual-threads";
    }

    @Override
    public void open(Placement placement) throws Exception {
        VirtualThreadSchedulerMXBean bean =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        claimCarrier(bean, placement.cpus());
        starter = PinnedThread.start(name(), placement, Placement.CLIENT);
        parallelismBefore = bean.getParallelism();
        scheduler = bean;
        setParallelism(1);
    }

    /** On the pinned thread, because this may create a carrier too. */
    private void setParallelism(int parallelism) throws Exception {
        starter.call(
                () -> {
                    scheduler.setParallelism(parallelism);
                    return null;
                });
    }

    /**
     * An unpinned placement takes any carrier, a pinned one only a carrier to be, or one left by
     * us.
     */
    private static void claimCarrier(VirtualThreadSchedulerMXBean bean, List<Integer> cpus)
            throws SubjectUnavailableException {
        synchronized (CARRIER_LOCK) {
            if (!cpus.isEmpty() && bean.getPoolSize() > 0 && !cpus.equals(cpusOfCarrier)) {
                throw new SubjectUnavailableException(
                        "this JVM has used virtual threads before, on carriers that are not"
                                + " pinned");
            }
            cpusOfCarrier = cpus;
        }
    }

    @Override
    public void round(LatencyRecorder recorder, long operations) throws Exception {
        long begin = nextSequence;
        long end = begin + operations;
        // both park, so nothing ever waits by this
        new Rendezvous(new Waiting(true))
                .play(
                        this::startVirtual,
                        () -> requestAll(recorder, begin, end),
                        this::startVirtual,
                        () -> answerAll(begin, end));
        nextSequence = end;
    }

    private void startVirtual(Runnable task) {
        starter.execute(() -> Thread.startVirtualThread(task));
    }

    private void requestAll(LatencyRecorder recorder, long begin, long end) {
        clientThread = Thread.currentThread();
        int batch = recorder.operationsPerSample();
        for (long sequence = begin; sequence < end; sequence += batch) {
            long start = System.nanoTime();
            for (int i = 0; i < batch; i++) {
                request(sequence + i);
            }
            recorder.record(System.nanoTime() - start);
        }
    }

    private void request(long sequence) {
        message.set(sequence);
        requested = sequence;
        LockSupport.unpark(serverThread);
        while (replied != sequence) {
            park();
        }
        message.check(sequence);
    }

    private void answerAll(long begin, long end) {
        serverThread = Thread.currentThread();
        for (long sequence = begin; sequence < end; sequence++) {
            while (requested != sequence) {
                park();
            }
            message.check(sequence);
            message.set(sequence);
            replied = sequence;
            LockSupport.unpark(clientThread);
        }
    }

    private static void park() {
        LockSupport.park();
        // the other side has failed
        if (Thread.currentThread().isInterrupted()) {
            throw new RoundAbortedException();
        }
    }

    @Override
    public void close() throws Exception {
        if (starter != null) {
            try (var _ = starter) {
                if (scheduler != null) {
                    setParallelism(parallelismBefore);
                }
            }
        }
    }
}
