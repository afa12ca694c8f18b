package io.atoll.kernel.ipc;

import io.atoll.kernel.testing.Servers;

class StackfulServerSlowPathCallTest extends CallSuite {
    StackfulServerSlowPathCallTest() {
        super(false, Servers.STACKFUL);
    }
}
