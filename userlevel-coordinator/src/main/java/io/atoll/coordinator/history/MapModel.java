package io.atoll.coordinator.history;

/**
 * A map from words to words: {@code get}, {@code put}, {@code remove}. Each key is an object of its
 * own; the state is the value of one of them, or {@link #NOTHING}.
 */
public record MapModel() implements Model<Object> {
    static final String GET = "get";
    static final String PUT = "put";
    static final String REMOVE = "remove";

    /** What is there before anything is put there. */
    static final Object NOTHING = "nothing";

    @Override
    public Object initial() {
        return NOTHING;
    }

    @Override
    public Object part(Operation operation) {
        return operation.argument(0);
    }

    @Override
    public Object after(Object value, Operation operation) {
        boolean isThere = value != NOTHING;
        switch (operation.name()) {
            case GET -> {
                return operation.returns(isThere ? value : null) ? value : null;
            }
            case PUT -> {
                return operation.arguments().get(1);
            }
            case REMOVE -> {
                return operation.returns(isThere) ? NOTHING : null;
            }
            default -> throw Model.unknown(this, operation);
        }
    }

    @Override
    public boolean isBestAtOnce(Operation operation) {
        return operation.name().equals(GET) || Boolean.FALSE.equals(operation.result());
    }

    @Override
    public String toString() {
        return "map";
    }
}
