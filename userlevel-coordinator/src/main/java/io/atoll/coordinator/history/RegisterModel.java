package io.atoll.coordinator.history;

/** A word: {@code read}, {@code write}, {@code compareAndSet}. */
public record RegisterModel(long initialValue) implements Model<Long> {
    static final String READ = "read";
    static final String WRITE = "write";
    static final String COMPARE_AND_SET = "compareAndSet";

    @Override
    public Long initial() {
        return initialValue;
    }

    @Override
    public Long after(Long value, Operation operation) {
        switch (operation.name()) {
            case READ -> {
                return operation.returns(value) ? value : null;
            }
            case WRITE -> {
                return operation.argument(0);
            }
            case COMPARE_AND_SET -> {
                boolean isExpected = value == operation.argument(0);
                if (!operation.returns(isExpected)) {
                    return null;
                }
                return isExpected ? (Long) operation.argument(1) : value;
            }
            default -> throw Model.unknown(this, operation);
        }
    }

    @Override
    public boolean isBestAtOnce(Operation operation) {
        return operation.name().equals(READ) || Boolean.FALSE.equals(operation.result());
    }

    @Override
    public String toString() {
        return "register";
    }
}
