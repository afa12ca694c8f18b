package io.atoll.coordinator.microkit;

import java.util.OptionalLong;

/**
 * A protection domain as an event handler, with the entry points of libmicrokit. One entry point
 * runs at a time and to completion; {@link #init} comes first. Between two of them the program
 * keeps no stack, so a protected call to it runs on the caller's.
 *
 * <p>The class needs a constructor without parameters. All entry points are called by the thread of
 * the protection domain; a throwable that leaves one is a user exception, told to the parent or the
 * coordinator.
 */
public interface Handler {
    /** Runs once, before anything is delivered; libmicrokit: {@code init}. */
    void init(PdContext context);

    /**
     * The other end of a channel signalled, or an interrupt came; libmicrokit: {@code notified}.
     */
    void notified(Channel channel);

    /**
     * The other end of a channel calls; libmicrokit: {@code protected}.
     *
     * @param info of the call; its words are in {@link PdContext#mr(int)}
     * @return info of the answer
     */
    default long protectedCall(Channel channel, long info) {
        throw new UnsupportedOperationException(
                getClass().getName() + " is called on " + channel + " and has no protectedCall");
    }

    /**
     * A child faulted; libmicrokit: {@code fault}.
     *
     * @param info of the fault message ({@link io.atoll.kernel.api.Fault#from})
     * @return info of the reply that lets the child go on as the kernel defines for that fault;
     *     empty to leave it stopped
     */
    default OptionalLong fault(Child child, long info) {
        throw new UnsupportedOperationException(
                getClass().getName() + " is the parent of " + child + " and has no fault");
    }
}
