package io.atoll.kernel.ipc;

import io.atoll.kernel.testing.Servers;

class StackfulServerFastpathCallTest extends CallSuite {
    StackfulServerFastpathCallTest() {
        super(true, Servers.STACKFUL);
    }
}
