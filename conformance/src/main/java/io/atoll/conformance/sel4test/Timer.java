package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.cap.Notification;

/**
 * The timer service, which the driver offers by messages: the time, and alarms that signal a
 * notification. One alarm at a time; for one thread, whose system calls it uses.
 */
final class Timer {
    static final long NANOS_PER_MILLI = 1_000_000;

    private final Sel4 sel4;
    private final long driver;

    /** Signalled by alarms. */
    final Notification notification;

    Timer(Sel4 sel4, long driver, long notification) {
        this.sel4 = sel4;
        this.driver = driver;
        this.notification = sel4.notification(notification);
    }

    /** The same service for another thread. */
    Timer of(Sel4 other) {
        return new Timer(other, driver, notification.cptr());
    }

    private long ask(int request, long argument) {
        sel4.ipc().mr(0, argument);
        sel4.call(driver, MessageInfo.of(request, 1));
        return sel4.ipc().mr(0);
    }

    /** Nanoseconds. */
    long now() {
        return ask(Driver.TIMESTAMP, 0);
    }

    /** Signals once. */
    void alarmAfter(long nanos) {
        ask(Driver.ONE_SHOT, nanos);
    }

    /** Signals again and again. */
    void alarmEvery(long nanos) {
        ask(Driver.PERIODIC, nanos);
    }

    /** No alarm any more. */
    void reset() {
        ask(Driver.RESET, 0);
    }

    /** Blocks that long. */
    void sleep(long nanos) {
        alarmAfter(nanos);
        notification.await();
    }

    void sleepMillis(long millis) {
        sleep(millis * NANOS_PER_MILLI);
    }

    /** Asks for the time until it is late enough: never blocks on a notification. */
    void sleepBusyMillis(long millis) {
        long end = now() + millis * NANOS_PER_MILLI;
        while (now() < end) {
            // Asking is what takes the time.
        }
    }
}
