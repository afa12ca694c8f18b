package io.atoll.coordinator.microkit;

/**
 * What a badge says at a protection domain: bit 63, it came through the endpoint; with it bit 62,
 * it is a child's fault; the low bits are the channel or child number, at a coordinator the
 * domain's index in the system. Without bit 63: a set of channels that were signalled.
 */
public final class Badges {
    private static final long ENDPOINT = 1L << 63;
    private static final long FAULT = 1L << 62;
    private static final long NUMBER = 0xffff_ffffL;

    private Badges() {}

    /** Of the endpoint capability that the other end of a channel calls. */
    public static long protectedCall(int channel) {
        return ENDPOINT | channel;
    }

    /** Of the endpoint capability that is a child's fault handler. */
    public static long fault(int child) {
        return ENDPOINT | FAULT | child;
    }

    /** Of the notification capability that the other end of a channel signals. */
    public static long notification(int channel) {
        return 1L << channel;
    }

    public static boolean isFromEndpoint(long badge) {
        return badge < 0;
    }

    public static boolean isFault(long badge) {
        return (badge & FAULT) != 0;
    }

    /** The channel or child, or the domain. */
    public static int number(long badge) {
        return (int) (badge & NUMBER);
    }
}
