package io.atoll.coordinator.system;

/**
 * One end of a channel for {@link SystemBuilder#channel(EndBuilder, EndBuilder)}. Not thread-safe.
 */
public final class EndBuilder {
    /** The lowest number that the domain has free. */
    static final int FREE_ID = Integer.MIN_VALUE;

    private final String pd;
    private int id = FREE_ID;
    private boolean pp;
    private boolean mayNotify = true;
    private String setvarId = "";

    private EndBuilder(String pd) {
        this.pd = pd;
    }

    /** The end at this protection domain, with a free number, that may signal but not call. */
    public static EndBuilder end(String pd) {
        return new EndBuilder(pd);
    }

    /** Fixes the number, 0 to 61. */
    public EndBuilder id(int number) {
        id = number;
        return this;
    }

    /** Allows this end to call the other one. */
    public EndBuilder pp() {
        pp = true;
        return this;
    }

    /** Forbids this end to signal the other one. */
    public EndBuilder withoutNotify() {
        mayNotify = false;
        return this;
    }

    /** Names the symbol that receives the number. */
    public EndBuilder setvarId(String symbol) {
        setvarId = symbol;
        return this;
    }

    End build(Position position) {
        return new End(pd, id, pp, mayNotify, setvarId, position);
    }
}
