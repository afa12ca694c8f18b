package io.atoll.benchmarks.subjects;

import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A protection domain that does what the host has left under the domain's name. The kernel makes an
 * instance of a program's class, which therefore cannot be handed anything; it is found by name.
 */
public final class GuestProgram implements DirectProgram {
    private static final Map<String, Consumer<PdContext>> PROGRAMS = new ConcurrentHashMap<>();
    private static final AtomicLong LAST_NUMBER = new AtomicLong();

    /** For the coordinator. */
    public GuestProgram() {}

    /**
     * Leaves a program for the domain that will be called by the returned name.
     *
     * @param role beginning of the name
     * @return a name that no other domain of this JVM has
     */
    static String leave(String role, Consumer<PdContext> program) {
        String name = role + "-" + LAST_NUMBER.incrementAndGet();
        PROGRAMS.put(name, program);
        return name;
    }

    /** The domain will not be run, or not again. */
    static void forget(String name) {
        PROGRAMS.remove(name);
    }

    @Override
    public void run(PdContext context) {
        PROGRAMS.get(context.name()).accept(context);
    }
}
