package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;

/**
 * Which capabilities descend from which: upstream asks it of SMC capabilities, but the rules are
 * those of every capability with a badge. Asked here of endpoint capabilities.
 */
final class BadgedCapabilities {
    private static final long BADGE = 1;
    private static final long OTHER_BADGE = 2;

    private BadgedCapabilities() {}

    static Group addTo(Group group) {
        return group.test("SMC0002", "a capability is copied", BadgedCapabilities::copy)
                .test(
                        "SMC0003",
                        "a copy does not descend from a copy",
                        BadgedCapabilities::siblings)
                .test("SMC0004", "a badge is given", BadgedCapabilities::mint)
                .test("SMC0005", "a badge is not changed", BadgedCapabilities::mintAgain)
                .test("SMC0006", "a badged capability is copied", BadgedCapabilities::copyBadged)
                .test(
                        "SMC0007",
                        "a copy descends from a badged original",
                        BadgedCapabilities::revokeBadged)
                .test(
                        "SMC0008",
                        "equal badges given apart are no relatives",
                        BadgedCapabilities::revokeTwin);
    }

    /** As upstream's own capability, a copy. */
    private static Endpoint ownCopy(Environment env) {
        return env.sel4.endpoint(env.copy(env.endpoint().cptr(), CapRights.ALL));
    }

    private static void copy(Environment env) {
        Endpoint own = ownCopy(env);
        long slot = env.slot();
        Check.ok(env.at(slot).copy(env.at(own), CapRights.ALL));
        Check.that(!env.isEmpty(slot), "the copy is there");
    }

    private static void siblings(Environment env) {
        Endpoint own = ownCopy(env);
        long slot = env.copy(own.cptr(), CapRights.ALL);
        Check.ok(env.at(own).revoke());
        Check.that(!env.isEmpty(slot), "revoking a copy leaves the copy made from it");
    }

    private static void mint(Environment env) {
        Endpoint own = ownCopy(env);
        long slot = env.slot();
        Check.ok(env.at(slot).mint(env.at(own), CapRights.ALL, BADGE));
        Check.that(!env.isEmpty(slot), "the badged capability is there");
    }

    private static void mintAgain(Environment env) {
        long badged = env.mint(ownCopy(env), CapRights.ALL, BADGE);
        long slot = env.slot();
        for (long badge : new long[] {OTHER_BADGE, BADGE, 0}) {
            Check.answer(
                    Sel4Error.ILLEGAL_OPERATION,
                    env.at(slot).mint(env.at(badged), CapRights.ALL, badge));
            Check.that(env.isEmpty(slot), "nothing came of it");
        }
    }

    private static void copyBadged(Environment env) {
        long badged = env.mint(ownCopy(env), CapRights.ALL, BADGE);
        long slot = env.slot();
        Check.ok(env.at(slot).copy(env.at(badged), CapRights.ALL));
        Check.that(!env.isEmpty(slot), "the copy is there");
    }

    private static void revokeBadged(Environment env) {
        long badged = env.mint(ownCopy(env), CapRights.ALL, BADGE);
        long copy = env.copy(badged, CapRights.ALL);
        Check.ok(env.at(badged).revoke());
        Check.that(env.isEmpty(copy), "the copy of the badged capability went");
        Check.that(!env.isEmpty(badged), "the badged capability itself stays");
    }

    private static void revokeTwin(Environment env) {
        Endpoint own = ownCopy(env);
        long badged = env.mint(own, CapRights.ALL, BADGE);
        long twin = env.mint(own, CapRights.ALL, BADGE);
        Check.ok(env.at(badged).revoke());
        Check.that(!env.isEmpty(twin), "a capability badged apart stays");
        Check.ok(env.at(twin).revoke());
        Check.that(!env.isEmpty(badged), "and so does the first one");
    }
}
