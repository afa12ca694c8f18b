package io.atoll.conformance.sel4test;

/**
 * What a test cannot do without.
 *
 * @param cores of the image, at least
 * @param domains scheduling domains: an image of several cores has only one otherwise, as in seL4
 * @param virtualTime why it runs in virtual time only; null if it runs on real cores, too
 */
record Needs(int cores, boolean domains, String virtualTime) {
    static final Needs NOTHING = new Needs(1, false, null);

    Needs withCores(int count) {
        return new Needs(count, domains, virtualTime);
    }

    Needs withDomains() {
        return new Needs(cores, true, virtualTime);
    }

    Needs withVirtualTime(String reason) {
        return new Needs(cores, domains, reason);
    }
}
