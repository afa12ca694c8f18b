package io.atoll.kernel.api;

/**
 * A user program that is an event handler: between two messages its whole state is its fields, so a
 * call to it runs on the caller's Java stack and costs no switch. The kernel's state changes
 * exactly as if the threads had switched.
 *
 * <p>Each event ends by naming the next system call ({@link NextSystemCall}); when that call has
 * returned, the next event begins. System calls may be made inside an event; one that blocks parks
 * the Java stack the event runs on until it returns.
 *
 * <p>One limit follows from sharing a stack: a caller that is cancelled out of its call (suspended
 * and resumed, say) while the handler it called is blocked in the middle of an event continues only
 * once that event has ended.
 *
 * <p>A throwable is a user exception; a fault handler that restarts the thread begins it at {@link
 * #start} again.
 */
public non-sealed interface StacklessProgram extends Program {
    /**
     * Runs once, before any message.
     *
     * @param next to be told which system call to make when this returns
     */
    void start(Sel4 sel4, NextSystemCall next);

    /**
     * The system call named last has returned.
     *
     * @param badge of the message or notification; 0 if a polling call found nothing
     * @param info of the message; its words are in the IPC buffer
     * @param next to be told which system call to make when this returns; it stands at the call
     *     made last, so an event that changes nothing makes the same call again
     */
    void message(long badge, long info, NextSystemCall next);
}
