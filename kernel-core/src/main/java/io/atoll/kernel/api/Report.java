package io.atoll.kernel.api;

/**
 * Something that a program tells whoever runs the machine, in a form that is not for people: see
 * {@link Sel4#debugReport}. What it means is between the two; to the kernel it is opaque.
 * Immutable.
 */
public interface Report {
    /**
     * All of it in one line of text. The same in every run in which the same happened, so that a
     * simulated run can have it among its events: no address, no identity.
     */
    String toText();
}
