package io.atoll.kernel.api;

/**
 * The registers of a thread that programs set; seL4: {@code seL4_UserContext}. The program counter
 * is an entry point ({@link Sel4#entryPoint}).
 *
 * <p>As words, in this order (x86-64): program counter, stack pointer, flags, RAX, RBX, RCX, RDX,
 * RSI, RDI, RBP, R8 to R15, FS base (thread-local storage), GS base.
 *
 * @param programCounter where the thread begins
 * @param stackPointer kept for {@code seL4_TCB_ReadRegisters}, otherwise unused
 */
public record UserContext(long programCounter, long stackPointer) {
    /** Begins at an entry point. */
    public static UserContext at(long entryPoint) {
        return new UserContext(entryPoint, 0);
    }
}
