package io.atoll.command.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Ctrl-C on a terminal, taken from the JVM, which would end, as long as this is open. Where the JVM
 * does not give it away ({@code -Xrs}), it ends as ever.
 *
 * <p>By reflection: {@code sun.misc.Signal} is the only way to it, is there to stay (JEP 260), and
 * cannot be compiled against without a warning.
 */
final class InterruptKey implements AutoCloseable {
    private final Class<?> signals;
    private final Class<?> handlers;

    /** What the signal did before; null if it could not be taken. */
    private final Object before;

    /**
     * @param action run by a thread of its own at each signal
     */
    InterruptKey(Runnable action) {
        try {
            signals = Class.forName("sun.misc.Signal");
            handlers = Class.forName("sun.misc.SignalHandler");
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException("a JVM without module jdk.unsupported", absent);
        }
        before =
                handledBy(
                        Proxy.newProxyInstance(
                                InterruptKey.class.getClassLoader(),
                                new Class<?>[] {handlers},
                                (self, method, arguments) ->
                                        switch (method.getName()) {
                                            case "handle" -> {
                                                action.run();
                                                yield null;
                                            }
                                            case "equals" -> self == arguments[0];
                                            case "hashCode" -> System.identityHashCode(self);
                                            default -> "handler of Ctrl-C";
                                        }));
    }

    private Object handledBy(Object handler) {
        try {
            Object interrupt = signals.getConstructor(String.class).newInstance("INT");
            return signals.getMethod("handle", signals, handlers).invoke(null, interrupt, handler);
        } catch (InvocationTargetException refused) {
            return null; // the JVM's options keep it
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("a JVM with another sun.misc.Signal", other);
        }
    }

    @Override
    public void close() {
        if (before != null) {
            handledBy(before);
        }
    }
}
