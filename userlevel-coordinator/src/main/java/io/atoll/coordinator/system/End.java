package io.atoll.coordinator.system;

/**
 * One end of a channel.
 *
 * @param pd name of the protection domain
 * @param id the channel's number in that domain
 * @param pp whether this end may call the other one
 * @param mayNotify whether this end may signal the other one
 * @param setvarId symbol that receives the number, or empty
 * @param position where the element begins
 */
public record End(
        String pd, int id, boolean pp, boolean mayNotify, String setvarId, Position position) {
    End withId(int newId) {
        return new End(pd, newId, pp, mayNotify, setvarId, position);
    }

    End withoutPosition() {
        return new End(pd, id, pp, mayNotify, setvarId, Position.NONE);
    }
}
