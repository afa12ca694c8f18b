package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.CapRights;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.Endpoint;
import io.atoll.kernel.api.cap.Frame;
import io.atoll.kernel.api.cap.Reply;
import io.atoll.kernel.api.cap.SchedContext;
import io.atoll.kernel.api.cap.Tcb;

import java.util.ArrayList;
import java.util.List;

/**
 * A further thread of a test. It runs a body and then calls its private endpoint with the result,
 * where it stays: nobody answers. Made and used by the runner; see {@link Environment#helper}.
 */
class Helper {
    private static final long AFFINITY_SLICE_MICROS = 5_000_000;

    final Environment env;
    final Tcb tcb;
    final Reply reply;
    final Endpoint privateEndpoint;
    final String name;
    final Frame buffer;
    private int core;
    private final List<Long> objects = new ArrayList<>();

    /** Its scheduling context; null once it was freed. */
    SchedContext schedContext;

    Helper(
            Environment env,
            String name,
            Tcb tcb,
            SchedContext schedContext,
            Reply reply,
            Endpoint privateEndpoint,
            Frame buffer) {
        this.env = env;
        this.name = name;
        this.tcb = tcb;
        this.schedContext = schedContext;
        this.reply = reply;
        this.privateEndpoint = privateEndpoint;
        this.buffer = buffer;
        objects.addAll(List.of(tcb.cptr(), reply.cptr(), privateEndpoint.cptr(), buffer.cptr()));
    }

    /** CPtr of the private endpoint as the helper names it. */
    long privateEndpointCptr() {
        return privateEndpoint.cptr();
    }

    /** Lets it run {@code body} from the beginning. */
    Helper start(HelperBody body) {
        tcb.writeRegisters(true, at(body)).orThrow();
        return this;
    }

    /** Sets its registers for {@code body} without letting it run. */
    Helper prepare(HelperBody body) {
        tcb.writeRegisters(false, at(body)).orThrow();
        return this;
    }

    /**
     * Abandons the system call it waits in, and goes on behind it: {@code rest} is what its body
     * has left to do.
     */
    Helper restartBehindCall(HelperBody rest) {
        return start(rest);
    }

    /** Where {@code body} begins, as a program counter. */
    UserContext at(HelperBody body) {
        long endpoint = privateEndpointCptr();
        StackfulProgram program =
                sel4 -> {
                    long result = body.run(sel4);
                    while (true) {
                        sel4.ipc().mr(0, result);
                        sel4.call(endpoint, MessageInfo.of(0, 1));
                    }
                };
        return UserContext.at(env.sel4.entryPoint(program));
    }

    /** Waits until its body has ended; returns the result. */
    long await() {
        privateEndpoint.recv(reply);
        return env.sel4.ipc().mr(0);
    }

    /** Whether its body has ended; takes the result. */
    boolean hasResult() {
        long none = -0x0dd;
        env.sel4.ipc().mr(0, none);
        privateEndpoint.nbRecv(reply);
        return env.sel4.ipc().mr(0) != none;
    }

    /** Waits until its body has ended with that result. */
    void awaitResult(long expected) {
        Check.equal(expected, await(), "result of " + name);
    }

    Helper priority(int priority) {
        tcb.setPriority(env.self, priority).orThrow();
        return this;
    }

    /**
     * Moves it to a core; it is round robin there, in turns as long as upstream's {@code
     * set_helper_affinity} makes them.
     */
    Helper onCore(int destination) {
        core = destination;
        return schedParams(AFFINITY_SLICE_MICROS, AFFINITY_SLICE_MICROS, 0);
    }

    /** Refills its scheduling context: round robin if the budget is the period. */
    Helper schedParams(long budgetMicros, long periodMicros, long badge) {
        env.schedControl(core)
                .configure(schedContext, budgetMicros, periodMicros, 0, badge, 0)
                .orThrow();
        return this;
    }

    /** Its program becomes one that has no time of its own. */
    Helper unbindSchedContext() {
        schedContext.unbind().orThrow();
        return this;
    }

    /** Deletes its scheduling context. */
    void freeSchedContext() {
        env.free(schedContext);
        schedContext = null;
    }

    Helper suspend() {
        tcb.suspend().orThrow();
        return this;
    }

    Helper resume() {
        tcb.resume().orThrow();
        return this;
    }

    /** Stops it, and gives all that it was made of back. */
    void cleanUp() {
        tcb.suspend().orThrow();
        if (schedContext != null) {
            freeSchedContext();
        }
        objects.reversed().forEach(env.objects::free);
    }

    /** A capability that the helper can use by the returned CPtr. */
    long give(long cptr) {
        return give(cptr, CapRights.ALL);
    }

    /** As {@link #give(long)}, with no more than these rights. */
    long give(long cptr, CapRights rights) {
        if (rights.equals(CapRights.ALL)) {
            return cptr;
        }
        return env.copy(cptr, rights);
    }

    final void owns(long object) {
        objects.add(object);
    }

    @Override
    public String toString() {
        return name;
    }
}
