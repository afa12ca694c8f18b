package io.atoll.coordinator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names whose home is this cluster: who has them, and who waits for somebody to have them. Used
 * by one coordinator only.
 */
final class Directory {
    /** Who has a name. */
    record Owner(int cluster, int domain) {}

    /** Somebody who wants to know, here or in another cluster. */
    interface Waiter {
        void found(Owner owner);
    }

    private final Map<String, Owner> owners = new HashMap<>();
    private final Map<String, List<Waiter>> waiting = new HashMap<>();

    /** Gives a name away; false if somebody else has it. */
    boolean register(Name name, Owner owner) {
        Owner before = owners.putIfAbsent(name.text(), owner);
        if (before != null) {
            return before.equals(owner);
        }
        List<Waiter> told = waiting.remove(name.text());
        if (told != null) {
            told.forEach(waiter -> waiter.found(owner));
        }
        return true;
    }

    /** A cluster has stopped: its names are free again. */
    void forgetOwnersIn(int cluster) {
        owners.values().removeIf(owner -> owner.cluster() == cluster);
    }

    /** Tells the waiter who has the name, now or when somebody has. */
    void lookUp(Name name, Waiter waiter) {
        Owner owner = owners.get(name.text());
        if (owner != null) {
            waiter.found(owner);
        } else {
            waiting.computeIfAbsent(name.text(), unknown -> new ArrayList<>()).add(waiter);
        }
    }
}
