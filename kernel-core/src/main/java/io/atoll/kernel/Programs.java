package io.atoll.kernel;

import io.atoll.kernel.api.Program;
import io.atoll.kernel.context.ExecutionContext;
import io.atoll.kernel.object.ThreadObject;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text segment: programs, and the emulated addresses at which they begin, so that a program
 * counter is a word like any other register.
 */
public final class Programs {
    private static final long BASE = 0x40_0000;
    private static final long STRIDE = 0x1000;

    private final List<Program> programs = new ArrayList<>();
    private final Map<Program, Long> addresses = new IdentityHashMap<>();

    /** Where a program begins; the same program always at the same address. */
    public long entryPoint(Program program) {
        return addresses.computeIfAbsent(
                program,
                added -> {
                    programs.add(added);
                    return BASE + (programs.size() - 1) * STRIDE;
                });
    }

    /** The program that begins at an address, or null. */
    public Program at(long address) {
        long index = (address - BASE) / STRIDE;
        return address < BASE || (address - BASE) % STRIDE != 0 || index >= programs.size()
                ? null
                : programs.get((int) index);
    }

    /** Sets a thread's program counter: whatever it was executing is gone. */
    public void start(ThreadObject thread, long address) {
        if (thread.context != null) {
            thread.context.abandon();
        }
        thread.context = ExecutionContext.of(thread, at(address), address);
    }
}
