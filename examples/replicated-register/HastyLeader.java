import io.atoll.coordinator.channel.LineChannel;

/** Says that a write is done as soon as the follower will learn of it. */
public final class HastyLeader extends Leader {
    @Override
    void awaitConfirmation(LineChannel follower) {
        // it will come
    }
}
