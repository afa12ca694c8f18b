package io.atoll.kernel.footprint;

/**
 * State of a kernel image that lies on cache lines of its own: an object, a capability's slot, the
 * queues of a core.
 */
public abstract class KernelState {
    /**
     * What the machine keeps about these lines; null until it has something to keep, and on
     * machines that model no caches. The machine's own: the kernel never looks at it.
     */
    public Object lines;
}
