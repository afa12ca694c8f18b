package io.atoll.coordinator.history;

/** A number: {@code get}, {@code add}, {@code addAndGet}. */
public record CounterModel(long initialValue) implements Model<Long> {
    static final String GET = "get";
    static final String ADD = "add";
    static final String ADD_AND_GET = "addAndGet";

    @Override
    public Long initial() {
        return initialValue;
    }

    @Override
    public Long after(Long value, Operation operation) {
        switch (operation.name()) {
            case GET -> {
                return operation.returns(value) ? value : null;
            }
            case ADD -> {
                return value + operation.argument(0);
            }
            case ADD_AND_GET -> {
                Long sum = value + operation.argument(0);
                return operation.returns(sum) ? sum : null;
            }
            default -> throw Model.unknown(this, operation);
        }
    }

    @Override
    public boolean isBestAtOnce(Operation operation) {
        return operation.name().equals(GET);
    }

    @Override
    public String toString() {
        return "counter";
    }
}
