package io.atoll.kernel.ipc;

import io.atoll.kernel.testing.Servers;

class StacklessServerFastpathCallTest extends CallSuite {
    StacklessServerFastpathCallTest() {
        super(true, Servers.STACKLESS);
    }
}
