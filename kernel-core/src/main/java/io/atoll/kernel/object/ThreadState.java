package io.atoll.kernel.object;

/**
 * States of a thread; seL4: {@code ThreadState_*}. Plain ints, compared on the IPC path.
 *
 * <p>{@link #RESTART} is also the state of a thread inside an invocation: if the invocation leaves
 * it there, the thread gets the kernel's answer; if the invocation changed it, it does not.
 */
public final class ThreadState {
    public static final int INACTIVE = 0;
    public static final int RUNNING = 1;
    public static final int RESTART = 2;
    public static final int BLOCKED_ON_RECEIVE = 3;
    public static final int BLOCKED_ON_SEND = 4;
    public static final int BLOCKED_ON_REPLY = 5;
    public static final int BLOCKED_ON_NOTIFICATION = 6;
    public static final int IDLE = 7;

    private static final String[] NAMES = {
        "inactive",
        "running",
        "restart",
        "blocked on recv",
        "blocked on send",
        "blocked on reply",
        "blocked on ntfn",
        "idle"
    };

    private ThreadState() {}

    /** As seL4's scheduler dump prints it. */
    public static String name(int state) {
        return NAMES[state];
    }
}
