package io.atoll.kernel.check;

/**
 * A set of objects by identity that is emptied in constant time and then used again: checks run
 * after every step of a kernel under test. Grows, never shrinks.
 */
final class IdentitySet {
    private Object[] objects = new Object[256];

    /** For each place of {@link #objects}, the round in which it was filled. */
    private int[] rounds = new int[256];

    private int round = 1;
    private int size;

    void clear() {
        round++;
        size = 0;
    }

    /** Returns whether the object is new. */
    boolean add(Object object) {
        if (2 * size >= objects.length) {
            grow();
        }
        int place = place(object);
        if (rounds[place] == round) {
            return false;
        }
        objects[place] = object;
        rounds[place] = round;
        size++;
        return true;
    }

    boolean contains(Object object) {
        return rounds[place(object)] == round;
    }

    /** Where the object is, or would be. */
    private int place(Object object) {
        int mask = objects.length - 1;
        int hash = System.identityHashCode(object);
        int place = (hash ^ hash >>> 15) & mask;
        while (rounds[place] == round && objects[place] != object) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        Object[] oldObjects = objects;
        int[] oldRounds = rounds;
        objects = new Object[2 * oldObjects.length];
        rounds = new int[2 * oldObjects.length];
        size = 0;
        for (int i = 0; i < oldObjects.length; i++) {
            if (oldRounds[i] == round) {
                add(oldObjects[i]);
            }
        }
    }
}
