package io.atoll.kernel.random;

import io.atoll.kernel.api.NextSystemCall;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.StackfulProgram;
import io.atoll.kernel.api.StacklessProgram;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;

/** Programs that make random calls until the round is over, then wait for the next one. */
final class RandomWorker {
    /** What programs throw on purpose. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Thrown() {
            super("thrown on purpose", null, false, false);
        }
    }

    private RandomWorker() {}

    static StackfulProgram stackful(RandomSystem system) {
        int[] starts = new int[1];
        return sel4 -> {
            Random random = system.newRandom();
            RandomCalls calls = new RandomCalls(system, sel4, "stackful" + starts[0]++, random);
            while (true) {
                if (!system.takeOperation(random)) {
                    sel4.await(system.rest());
                } else if (!calls.any()) {
                    return;
                }
            }
        };
    }

    /** One program, any number of threads: each is known by its registers. */
    static StacklessProgram stackless(RandomSystem system) {
        return new StacklessProgram() {
            private final Map<NextSystemCall, RandomCalls> callsOf = new IdentityHashMap<>();

            @Override
            public void start(Sel4 sel4, NextSystemCall next) {
                String name = "stackless" + callsOf.size();
                callsOf.put(next, new RandomCalls(system, sel4, name, system.newRandom()));
                event(next);
            }

            @Override
            public void message(long badge, long info, NextSystemCall next) {
                callsOf.get(next).received(info);
                event(next);
            }

            private void event(NextSystemCall next) {
                RandomCalls calls = callsOf.get(next);
                if (calls.takeOperation()) {
                    calls.event(next);
                } else {
                    next.await(system.rest());
                }
            }
        };
    }
}
