package io.atoll.coordinator.history;

/** One program's operations on a shared map: see {@link MapModel}. */
public final class MapHistory {
    private final History history;

    MapHistory(History history) {
        this.history = history;
    }

    /** Ends with {@link Call#returned(long)}, or with {@link Call#done}: nothing is there. */
    public Call get(long key) {
        return history.call(MapModel.GET, key);
    }

    /** Ends with {@link Call#done}. */
    public Call put(long key, long value) {
        return history.call(MapModel.PUT, key, value);
    }

    /** Ends with {@link Call#returned(boolean)}: whether something was there. */
    public Call remove(long key) {
        return history.call(MapModel.REMOVE, key);
    }
}
