package io.atoll.kernel.capability;

import io.atoll.kernel.object.ThreadObject;

/** Names a thread. */
public final class ThreadCapability extends Capability {
    public final ThreadObject thread;

    public ThreadCapability(ThreadObject thread) {
        this.thread = thread;
    }

    @Override
    public ThreadObject object() {
        return thread;
    }
}
