package io.atoll.coordinator.history;

/**
 * A lock, which one process has at a time: {@code lock}, {@code tryLock}, {@code unlock}. That it
 * is linearizable says that processes exclude one another, and that {@code tryLock} fails only if
 * somebody has it. Only its owner can unlock, and a process that has it cannot lock it again.
 *
 * <p>The state is the owner, or that there is none.
 */
public record LockModel() implements Model<String> {
    static final String LOCK = "lock";
    static final String TRY_LOCK = "tryLock";
    static final String UNLOCK = "unlock";

    private static final String FREE = "(nobody)";

    @Override
    public String initial() {
        return FREE;
    }

    @Override
    public String after(String owner, Operation operation) {
        boolean isFree = owner.equals(FREE);
        switch (operation.name()) {
            case LOCK -> {
                return isFree ? operation.process() : null;
            }
            case TRY_LOCK -> {
                if (!operation.returns(isFree)) {
                    return null;
                }
                return isFree ? operation.process() : owner;
            }
            case UNLOCK -> {
                return owner.equals(operation.process()) ? FREE : null;
            }
            default -> throw Model.unknown(this, operation);
        }
    }

    @Override
    public boolean isBestAtOnce(Operation operation) {
        return Boolean.FALSE.equals(operation.result());
    }

    @Override
    public String toString() {
        return "lock";
    }
}
