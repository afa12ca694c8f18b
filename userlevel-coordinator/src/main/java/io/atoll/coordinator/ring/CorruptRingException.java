package io.atoll.coordinator.ring;

/**
 * The shared memory of a ring does not say what a ring can say: the other side is broken, or the
 * memory is not that ring. The ring cannot be used any more.
 */
public final class CorruptRingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptRingException(String message) {
        super(message);
    }
}
