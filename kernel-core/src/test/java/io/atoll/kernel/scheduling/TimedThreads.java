package io.atoll.kernel.scheduling;

import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;
import io.atoll.kernel.testing.TestImage;
import io.atoll.kernel.testing.World;

import java.util.ArrayList;
import java.util.List;

/**
 * What tests of time share: an image, threads that let time pass, and a log of what they do when.
 * The unit of all times is the microsecond, unless the name says ticks.
 */
abstract class TimedThreads {
    static final int TICKS = 1_000;

    /** Smaller than {@link #PERIOD}: who has used it up is stopped until the period is over. */
    static final long BUDGET = 2_000;

    static final long PERIOD = 10_000;

    final TestImage image = new TestImage();

    /** What happened, each after the time. */
    final List<String> log = new ArrayList<>();

    final long nowMicros() {
        return image.processor().now() / TICKS;
    }

    final void log(String text) {
        log.add(nowMicros() + " " + text);
    }

    /** The running thread lets time pass. */
    static void work(Sel4 sel4, long micros) {
        sel4.compute((int) (micros * TICKS));
    }

    /** Lets time pass in which the initial task has nothing to do. */
    static void sleep(World world, long micros) {
        work(world.sel4, micros);
        world.letOthersRun();
    }

    /** A thread of priority 50 on that context, which has yet to be resumed. */
    static Tcb on(World world, SchedContext time, String name, StackfulProgram program) {
        Tcb thread = world.passiveThread(name, 50, program);
        time.bind(thread).orThrow();
        return thread;
    }
}
