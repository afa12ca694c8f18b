package io.atoll.kernel.check;

import static io.atoll.kernel.check.InvariantChecker.require;

import io.atoll.kernel.object.ReplyObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.object.ThreadState;

/** Reply objects: who is held by which, and the call stacks they form. */
final class ReplyInvariants {
    private ReplyInvariants() {}

    static void check(Census census) {
        for (ReplyObject reply : census.all(ReplyObject.class)) {
            checkHolder(census, reply);
            checkLinks(census, reply);
        }
        for (ThreadObject thread : census.all(ThreadObject.class)) {
            checkThread(census, thread);
        }
    }

    private static void checkHolder(Census census, ReplyObject reply) {
        ThreadObject thread = reply.thread;
        if (thread == null) {
            require(
                    reply.next == null && reply.previous == null && reply.headOf == null,
                    "%s holds nobody, but is in a call stack",
                    reply);
            return;
        }
        census.requireNamed(thread, "held by", reply);
        require(
                thread.reply == reply,
                "%s holds %s, which is held by %s",
                reply,
                thread,
                thread.reply);
        require(
                thread.state != ThreadState.BLOCKED_ON_RECEIVE
                        || (reply.next == null && reply.previous == null && reply.headOf == null),
                "%s is offered by %s, which waits for a message, but is in a call stack",
                reply,
                thread);
    }

    private static void checkLinks(Census census, ReplyObject reply) {
        require(
                reply.next == null || reply.next.previous == reply,
                "%s is followed in its call stack by %s, which is not linked back",
                reply,
                reply.next);
        require(
                reply.previous == null || reply.previous.next == reply,
                "%s follows %s in its call stack, which is not linked to it",
                reply,
                reply.previous);
        census.requireNamed(reply.next, "after", reply);
        census.requireNamed(reply.previous, "before", reply);
        SchedContextObject headOf = reply.headOf;
        require(
                headOf == null || headOf.replyHead == reply,
                "%s heads the call stack of %s, which begins with %s",
                reply,
                headOf,
                headOf == null ? null : headOf.replyHead);
        require(
                headOf == null || reply.next == null,
                "%s heads a call stack, but %s follows it",
                reply,
                reply.next);
        census.requireNamed(headOf, "headed by", reply);
    }

    private static void checkThread(Census census, ThreadObject thread) {
        ReplyObject reply = thread.reply;
        if (reply == null) {
            require(
                    thread.state != ThreadState.BLOCKED_ON_REPLY,
                    "%s waits for an answer, but no reply object holds it",
                    thread);
            return;
        }
        require(
                thread.state == ThreadState.BLOCKED_ON_REPLY
                        || thread.state == ThreadState.BLOCKED_ON_RECEIVE,
                "%s is held by %s, but its state is %s",
                thread,
                reply,
                ThreadState.name(thread.state));
        require(
                reply.thread == thread,
                "%s is held by %s, which holds %s",
                thread,
                reply,
                reply.thread);
        census.requireNamed(reply, "the reply object of", thread);
    }
}
