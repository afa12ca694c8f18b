package io.atoll.coordinator.system;

import java.util.Set;

/**
 * Finds the line of the author's source that called a builder, so that mistakes in built systems
 * are reported where they were made, as those in files are.
 *
 * @param file name of the source file, without folders
 * @param position the line, column 1; class files tell no columns
 */
record CallSite(String file, Position position) {
    private static final Set<Class<?>> BUILDERS =
            Set.of(
                    CallSite.class,
                    SystemBuilder.class,
                    ProtectionDomainBuilder.class,
                    MemoryRegionBuilder.class,
                    MappingBuilder.class,
                    EndBuilder.class);

    private static final StackWalker STACK =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** The nearest caller outside the builders. */
    static CallSite nearest() {
        return STACK.walk(
                frames ->
                        frames.filter(frame -> !BUILDERS.contains(frame.getDeclaringClass()))
                                .filter(frame -> frame.getFileName() != null)
                                .filter(frame -> frame.getLineNumber() > 0)
                                .findFirst()
                                .map(CallSite::of)
                                .orElse(new CallSite("builder", Position.NONE)));
    }

    /** The nearest caller in this call site's file; this call site itself if there is none. */
    Position nearestInFile() {
        return STACK.walk(
                frames ->
                        frames.filter(frame -> !BUILDERS.contains(frame.getDeclaringClass()))
                                .filter(frame -> file.equals(frame.getFileName()))
                                .filter(frame -> frame.getLineNumber() > 0)
                                .findFirst()
                                .map(frame -> of(frame).position())
                                .orElse(position));
    }

    private static CallSite of(StackWalker.StackFrame frame) {
        return new CallSite(frame.getFileName(), new Position(frame.getLineNumber(), 1));
    }
}
