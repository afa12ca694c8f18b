package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Notification;
import io.atoll.kernel.api.cap.Reply;

/** Cancelling senders by badge, and notifications bound to threads. */
final class EndpointsAndBinding {
    private static final int SENDERS = 32;
    private static final int SENDER_PRIORITY = 100;
    private static final int BADGE_BASE = 200;
    private static final int VALUE_BASE = 100;
    private static final int SIGNALS = 10;
    private static final long NOTIFICATION_BADGE = 1;
    private static final long ENDPOINT_BADGE = 2;

    private EndpointsAndBinding() {}

    static Group endpoints() {
        return new Group("Endpoints: cancelling")
                .test(
                        "CANCEL_BADGED_SENDS_0001",
                        "senders are cancelled badge by badge",
                        EndpointsAndBinding::cancel);
    }

    static Group notifications() {
        return new Group("Notifications")
                .test(
                        "BIND0001",
                        "a bound thread hears endpoint and notification",
                        EndpointsAndBinding::both)
                .test(
                        "BIND0002",
                        "a bound thread waits on its notification",
                        EndpointsAndBinding::direct)
                .test(
                        "BIND0003",
                        "a bound waiter of higher priority is woken",
                        env -> wake(env, 10, 9))
                .test(
                        "BIND0004",
                        "a bound waiter of lower priority is woken",
                        env -> wake(env, 9, 10));
    }

    private static void cancel(Environment env) {
        Endpoint endpoint = env.endpoint();
        Bouncer bouncer = new Bouncer(env);
        long[] badged = new long[SENDERS];
        boolean[] done = new boolean[SENDERS];
        Helper[] senders = new Helper[SENDERS];
        for (int i = 0; i < SENDERS; i++) {
            int index = i;
            badged[i] = env.mint(endpoint, CapRights.ALL, BADGE_BASE + i);
            long derived = env.copy(badged[i], CapRights.ALL);
            senders[i] = env.helper("sender").priority(SENDER_PRIORITY);
            senders[i].start(sel4 -> callTwice(sel4, derived, index, done));
        }
        bouncer.bounce();
        Reply reply = env.reply();
        for (int i = 0; i < SENDERS; i++) {
            endpoint.recv(reply);
            long value = env.sel4.ipc().mr(0);
            Check.equal(
                    env.sel4.ipc().senderBadge() - BADGE_BASE, value - VALUE_BASE, "the sender");
            env.sel4.ipc().mr(0, ~value);
            reply.send(Environment.words(1));
        }
        bouncer.bounce();
        checkDone(done, 0);
        for (int i = 0; i < SENDERS; i++) {
            Check.ok(env.at(badged[i]).revoke());
            Check.ok(env.at(badged[i]).cancelBadgedSends());
            bouncer.bounce();
            checkDone(done, i + 1);
        }
        for (Helper sender : senders) {
            sender.awaitResult(0);
        }
    }

    private static long callTwice(Sel4 sel4, long cptr, int index, boolean[] done) {
        sel4.ipc().mr(0, VALUE_BASE + index);
        sel4.call(cptr, Environment.words(1));
        Check.equal(~(long) (VALUE_BASE + index), sel4.ipc().mr(0), "the answer");
        long info = sel4.call(cptr, Environment.words(1));
        Check.equal(
                Sel4Error.INVALID_CAPABILITY.ordinal(),
                MessageInfo.label(info),
                "label of the cancelled call");
        done[index] = true;
        return 0;
    }

    private static void checkDone(boolean[] done, int expected) {
        for (int i = 0; i < SENDERS; i++) {
            Check.equal(i < expected, done[i], "cancellation of sender " + i);
        }
    }

    private static void both(Environment env) {
        Notification notification = env.notification();
        Endpoint endpoint = env.endpoint();
        Notification signalled = env.badged(notification, NOTIFICATION_BADGE);
        Endpoint sent = env.badged(endpoint, ENDPOINT_BADGE);
        Check.ok(env.self.bindNotification(notification));
        Helper signaller = env.helper("signaller").start(sel4 -> sendMany(sel4, signalled.cptr()));
        Helper sender = env.helper("sender").start(sel4 -> sendMany(sel4, sent.cptr()));
        int[] heard = new int[3];
        for (int i = 0; i < 2 * SIGNALS; i++) {
            endpoint.await();
            heard[(int) env.sel4.ipc().senderBadge()]++;
        }
        Check.equal(SIGNALS, heard[(int) NOTIFICATION_BADGE], "signals heard");
        Check.equal(SIGNALS, heard[(int) ENDPOINT_BADGE], "messages heard");
        signaller.awaitResult(0);
        sender.awaitResult(0);
        Check.ok(env.self.unbindNotification());
    }

    private static void direct(Environment env) {
        Notification notification = env.notification();
        Notification signalled = env.badged(notification, NOTIFICATION_BADGE);
        Check.ok(env.self.bindNotification(notification));
        Helper signaller = env.helper("signaller").start(sel4 -> sendMany(sel4, signalled.cptr()));
        for (int i = 0; i < SIGNALS; i++) {
            Check.equal(NOTIFICATION_BADGE, notification.await(), "badge of the signal");
        }
        signaller.awaitResult(0);
        Check.ok(env.self.unbindNotification());
    }

    private static long sendMany(Sel4 sel4, long destination) {
        for (int i = 0; i < SIGNALS; i++) {
            sel4.send(destination, Environment.words(0));
        }
        return 0;
    }

    private static void wake(Environment env, int waiterPriority, int senderPriority) {
        Notification notification = env.notification();
        Helper waiter = env.helper("waiter").priority(waiterPriority);
        Helper sender = env.helper("sender").priority(senderPriority);
        Check.ok(waiter.tcb.bindNotification(notification));
        waiter.start(
                sel4 -> {
                    sel4.await(notification.cptr());
                    return 0;
                });
        sender.start(
                sel4 -> {
                    sel4.send(notification.cptr(), Environment.words(0));
                    return 0;
                });
        waiter.awaitResult(0);
        sender.awaitResult(0);
    }
}
