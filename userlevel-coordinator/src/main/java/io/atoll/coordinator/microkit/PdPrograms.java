package io.atoll.coordinator.microkit;

import io.atoll.kernel.api.Program;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;

/** Turns program classes of protection domains into programs that the kernel can run. */
public final class PdPrograms {
    private PdPrograms() {}

    /** Whether a class can be the program of a protection domain. */
    public static boolean isProgram(Class<?> type) {
        return Handler.class.isAssignableFrom(type)
                || DirectProgram.class.isAssignableFrom(type)
                || StackfulProgram.class.isAssignableFrom(type);
    }

    /**
     * The program of a protection domain; a new instance of its class is made whenever it begins.
     *
     * @throws IllegalArgumentException if its class is none that {@link #isProgram} accepts
     */
    public static Program of(PdImage image) {
        if (Handler.class.isAssignableFrom(image.program())) {
            return new HandlerProgram(image);
        }
        if (!isProgram(image.program())) {
            throw new IllegalArgumentException(
                    "%s, the program of '%s', implements none of Handler, DirectProgram and StackfulProgram"
                            .formatted(image.program().getName(), image.name()));
        }
        return (StackfulProgram) sel4 -> runDirect(image, sel4);
    }

    private static void runDirect(PdImage image, Sel4 sel4) {
        Object program = ProgramInstance.of(image);
        if (program instanceof DirectProgram direct) {
            direct.run(new PdContext(image, sel4));
        } else {
            ((StackfulProgram) program).run(sel4);
        }
    }
}
