package io.atoll.kernel.api;

/**
 * A user program in direct style. It runs on its own Java stack; a system call that blocks leaves
 * that stack and returns when the kernel resumes the thread.
 *
 * <p>Three rules of the JVM bind it: no system call inside {@code synchronized} (the monitor would
 * stay locked while others run, and block the core for ever), no {@code ScopedValue} or {@code
 * ThreadLocal} across a system call (they belong to the core), and nothing that blocks the JVM
 * thread ({@code Thread.sleep}, blocking I/O), for that stops the whole core. Returning ends the
 * thread; a throwable is a user exception.
 */
@FunctionalInterface
public non-sealed interface StackfulProgram extends Program {
    /**
     * The program.
     *
     * @param sel4 the system calls of the thread that runs it; valid on this thread only
     */
    void run(Sel4 sel4);
}
