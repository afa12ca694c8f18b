package io.atoll.coordinator.microkit;

import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.api.UserContext;
import io.atoll.kernel.api.cap.Tcb;

/** A child protection domain, as its parent knows it. To be used by the parent's thread only. */
public final class Child {
    private final PdContext parent;
    private final int id;
    private final long entryPoint;

    Child(PdContext parent, int id, long entryPoint) {
        this.parent = parent;
        this.id = id;
        this.entryPoint = entryPoint;
    }

    public int id() {
        return id;
    }

    /** Begins the child's program anew; libmicrokit: {@code microkit_pd_restart}. */
    public Sel4Error restart() {
        return tcb().writeRegisters(true, UserContext.at(entryPoint));
    }

    /** libmicrokit: {@code microkit_pd_stop}. */
    public Sel4Error stop() {
        return tcb().suspend();
    }

    /** libmicrokit: {@code microkit_pd_resume}. */
    public Sel4Error resume() {
        return tcb().resume();
    }

    private Tcb tcb() {
        return parent.sel4().tcb(CSpaceLayout.FIRST_CHILD_TCB + id);
    }

    @Override
    public String toString() {
        return "child %d of '%s'".formatted(id, parent.name());
    }
}
