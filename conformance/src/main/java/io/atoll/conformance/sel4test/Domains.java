package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.InitCaps;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.DomainSet;

/** Scheduling domains and their schedule. */
final class Domains {
    static final int COUNT = 4;
    private static final int SCHEDULE_LENGTH = 100;
    private static final long HUGE_DURATION = (1L << 56) - 1;
    private static final int FIRST_SHORT_ENTRY = 95;
    private static final int[] SHORT_DURATIONS_MILLIS = {10, 4, 3, 2};
    private static final int PRIORITY = 64;
    private static final int ROUNDS = 50;
    private static final long ROUND_MILLIS = 4;
    private static final int STEP_CYCLES = 100_000;

    private Domains() {}

    static Group group() {
        return new Group("Domains")
                .test("DOMAINS0000", "the schedule is configured", Domains::configure)
                .withDomains()
                .test("DOMAINS0001", "a thread changes its own domain", Domains::ownDomain)
                .withDomains()
                .test("DOMAINS0002", "a domain that does not exist", Domains::noDomain)
                .withDomains()
                .test("DOMAINS0003", "no domain capability", Domains::noCapability)
                .withDomains()
                .test("DOMAINS0004", "threads run in all domains", env -> runInAll(env, false))
                .withDomains()
                .test("DOMAINS0005", "a thread moves to another domain", env -> runInAll(env, true))
                .withDomains()
                .test("DOMAINS9999", "the schedule is reset", Domains::reset)
                .withDomains();
    }

    private static DomainSet domainSet(Environment env) {
        return env.sel4.domainSet(InitCaps.DOMAIN);
    }

    private static void configure(Environment env) {
        DomainSet set = domainSet(env);
        Check.ok(set.scheduleSetStart(0));
        Check.answer(Sel4Error.RANGE_ERROR, set.scheduleSetStart(-1));
        Check.answer(Sel4Error.RANGE_ERROR, set.scheduleSetStart(SCHEDULE_LENGTH));
        Check.answer(Sel4Error.INVALID_ARGUMENT, set.scheduleSetStart(1));

        Check.answer(Sel4Error.RANGE_ERROR, set.scheduleConfigure(-1, 0, 1));
        Check.answer(Sel4Error.RANGE_ERROR, set.scheduleConfigure(SCHEDULE_LENGTH - 1, 0, 1));
        Check.answer(Sel4Error.INVALID_ARGUMENT, set.scheduleConfigure(0, 0, 0));
        Check.answer(Sel4Error.RANGE_ERROR, set.scheduleConfigure(1, -1, 1));
        Check.answer(Sel4Error.RANGE_ERROR, set.scheduleConfigure(1, COUNT + 1, 1));
        Check.answer(Sel4Error.INVALID_ARGUMENT, set.scheduleConfigure(1, 1, 0));
        Check.answer(Sel4Error.INVALID_ARGUMENT, set.scheduleConfigure(1, 0, 1L << 56));
        install(env);
    }

    /** A schedule whose last entries let all domains run. */
    private static void install(Environment env) {
        DomainSet set = domainSet(env);
        for (int i = 1; i < FIRST_SHORT_ENTRY; i++) {
            Check.ok(set.scheduleConfigure(i, 0, HUGE_DURATION));
        }
        for (int domain = 0; domain < COUNT; domain++) {
            long ticks = SHORT_DURATIONS_MILLIS[domain] * Timer.NANOS_PER_MILLI;
            Check.ok(set.scheduleConfigure(FIRST_SHORT_ENTRY + domain, domain, ticks));
        }
        Check.ok(set.scheduleSetStart(FIRST_SHORT_ENTRY));
    }

    private static void ownDomain(Environment env) {
        install(env);
        Check.ok(domainSet(env).set(COUNT - 1, env.self));
        Check.ok(domainSet(env).set(0, env.self));
    }

    private static void noDomain(Environment env) {
        Check.answer(Sel4Error.INVALID_ARGUMENT, domainSet(env).set(COUNT + 10, env.self));
    }

    private static void noCapability(Environment env) {
        DomainSet thread = env.sel4.domainSet(env.self.cptr());
        Check.answer(Sel4Error.ILLEGAL_OPERATION, thread.set(0, env.self));
    }

    private static void runInAll(Environment env, boolean moving) {
        install(env);
        Helper[] helpers = new Helper[COUNT];
        for (int domain = 0; domain < COUNT; domain++) {
            helpers[domain] = env.helper("in-domain-" + domain).priority(PRIORITY);
            Check.ok(domainSet(env).set(domain, helpers[domain].tcb));
        }
        for (Helper helper : helpers) {
            helper.start(
                    sel4 -> {
                        Timer timer = env.timer.of(sel4);
                        for (int i = 0; i < ROUNDS; i++) {
                            long end = timer.now() + ROUND_MILLIS * Timer.NANOS_PER_MILLI;
                            while (sel4.readClock() < end) {
                                sel4.compute(STEP_CYCLES);
                            }
                        }
                        return 0;
                    });
        }
        if (moving) {
            env.timer.sleepMillis(8);
            Check.ok(domainSet(env).set(COUNT - 1, helpers[0].tcb));
        }
        for (Helper helper : helpers) {
            helper.awaitResult(0);
        }
    }

    private static void reset(Environment env) {
        DomainSet set = domainSet(env);
        install(env);
        Check.ok(set.scheduleConfigure(0, 0, HUGE_DURATION));
        Check.ok(set.scheduleSetStart(0));
        Check.ok(set.scheduleConfigure(1, 0, 0));
        Check.answer(Sel4Error.INVALID_ARGUMENT, set.scheduleSetStart(1));
    }
}
