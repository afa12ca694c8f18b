package io.atoll.coordinator.ring;

import java.util.SplittableRandom;

/** The seed of a random test: a new one each time, or what {@code -Datoll.seed} says. */
record RandomSeed(long value, Class<?> test) {
    static RandomSeed of(Object test) {
        String given = System.getProperty("atoll.seed");
        long value = given == null ? new SplittableRandom().nextLong() : Long.decode(given);
        return new RandomSeed(value, test.getClass());
    }

    SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** The failure, with the command that brings it about again. */
    AssertionError failed(Throwable failure) {
        return new AssertionError(this + ": " + failure, failure);
    }

    @Override
    public String toString() {
        Class<?> outermost = test;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        return "seed %d, replay: mvn -pl userlevel-coordinator -am test -Dtest=%s -Datoll.seed=%d -Dsurefire.failIfNoSpecifiedTests=false"
                .formatted(value, outermost.getSimpleName(), value);
    }
}
