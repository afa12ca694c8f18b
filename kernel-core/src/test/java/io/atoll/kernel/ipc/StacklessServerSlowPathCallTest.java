package io.atoll.kernel.ipc;

import io.atoll.kernel.testing.Servers;

class StacklessServerSlowPathCallTest extends CallSuite {
    StacklessServerSlowPathCallTest() {
        super(false, Servers.STACKLESS);
    }
}
