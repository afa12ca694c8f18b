package io.atoll.kernel.concurrency;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One bit that one core writes and others read, alone on its cache lines: whoever writes it
 * disturbs nobody who works next to it in memory.
 *
 * <table>
 * <caption>Access</caption>
 * <tr><th>field</th><th>read</th><th>written</th><th>guarded by</th></tr>
 * <tr><td>value</td><td>anybody, volatile</td><td>its owner: up volatile, down release</td><td>–</td></tr>
 * </table>
 */
final class PaddedFlag extends FlagPaddingAfter {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(FlagValue.class, "value", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A store that is visible before anything is loaded after it. */
    void raise() {
        VALUE.setVolatile(this, 1);
    }

    /** What was done before is visible to whoever sees the flag down. */
    void lower() {
        VALUE.setRelease(this, 0);
    }

    boolean isUp() {
        return (int) VALUE.getVolatile(this) != 0;
    }
}

/** Keeps what stands before in memory 128 bytes away. */
abstract class FlagPaddingBefore {
    long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
}

/** The bit. */
abstract class FlagValue extends FlagPaddingBefore {
    @SuppressWarnings("unused") // by VarHandle
    int value;
}

/** Keeps what follows in memory 128 bytes away. */
abstract class FlagPaddingAfter extends FlagValue {
    long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;
}
