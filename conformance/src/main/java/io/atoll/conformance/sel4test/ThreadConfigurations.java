package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.cap.CNode;

/** What a thread cannot be configured with. */
final class ThreadConfigurations {
    private ThreadConfigurations() {}

    static Group group() {
        return new Group("TCB configuration")
                .test("THREADS0004", "Configure without a CSpace", ThreadConfigurations::configure)
                .test("THREADS0005", "SetSpace without a CSpace", ThreadConfigurations::setSpace);
    }

    private static void configure(Environment env) {
        Helper helper = env.helper("helper");
        CNode none = null;
        Check.refused(helper.tcb.configure(none, 0, env.vspace(), 0, 0, null));
        // With one it works: the CSpace was what was wrong.
        Check.ok(helper.tcb.configure(env.root, 0, env.vspace(), 0, 0, null));
    }

    private static void setSpace(Environment env) {
        Helper helper = env.helper("helper");
        Check.refused(helper.tcb.setSpace(null, null, 0, env.vspace(), 0));
        Check.ok(helper.tcb.setSpace(null, env.root, 0, env.vspace(), 0));
    }
}
