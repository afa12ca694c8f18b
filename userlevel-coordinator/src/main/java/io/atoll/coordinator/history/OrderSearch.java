package io.atoll.coordinator.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The search for an order of the operations of one history. It goes through their beginnings and
 * ends by time. At an end whose operation has no place in the order yet it needs one now, behind
 * any of those that have begun and have no place yet: there the search branches. Where it has been
 * with the same state and the same operations placed it need not go again, since it had to come
 * back. Depth first, with a stack of its own, so a history can be long.
 *
 * <p>An operation that is {@linkplain Model#isBestAtOnce best placed at once} is, as soon as it
 * fits, and nothing else is tried there. One that never ended need not have a place where it would
 * change nothing.
 */
final class OrderSearch<S> {
    private static final int MOST_SHOWN = 4;
    private static final int MOST_REMEMBERED = 2_000_000;

    /** How it ended. */
    sealed interface Result {}

    /** There is an order. */
    record Found() implements Result {}

    /** There is none: see {@link Finding.NotLinearizable}. */
    record Stuck(
            Operation operation,
            List<Operation> beside,
            List<Operation> before,
            List<String> states)
            implements Result {}

    /** It took too many steps. */
    record GaveUp() implements Result {}

    private final Model<S> model;
    private final List<Operation> operations;
    private final long maxSteps;
    private long steps;

    /** By time: an operation's index, doubled, plus 1 at its end. */
    private final int[] events;

    /** Of each operation: a number that no other one has between its beginning and its end. */
    private final int[] slotOf;

    /** By slot: which operation has begun and not ended at the place where the search is, or -1. */
    private final int[] open;

    private int place;
    private final Set<Seen> seen = new HashSet<>();

    private int farthest = -1;
    private List<Operation> besideFarthest = List.of();
    private List<Operation> beforeFarthest = List.of();
    private final Set<String> statesFarthest = new LinkedHashSet<>();

    private record Seen(int place, Object state, BitSet placed) {}

    /** Where the search branches. */
    private final class Branch {
        final int place;
        final S state;

        /** By slot: those that have begun, have not ended, and have a place. */
        final BitSet placed;

        final Branch parent;

        /** What was placed last. */
        final int chosen;

        /** What can be placed next, and to which state each leads; null before {@link #expand}. */
        private int[] candidates;

        private List<S> statesAfter;
        private int next;

        Branch(S state, BitSet placed, Branch parent, int chosen) {
            this.place = OrderSearch.this.place;
            this.state = state;
            this.placed = placed;
            this.parent = parent;
            this.chosen = chosen;
        }

        /** Finds out where it goes on from here. */
        void expand() {
            int[] unplaced = unplaced(events[place] >> 1, placed);
            candidates = new int[unplaced.length];
            statesAfter = new ArrayList<>(unplaced.length);
            for (int operation : unplaced) {
                steps++;
                Operation next = operations.get(operation);
                S after = model.after(state, next);
                if (after == null || next.isPending() && after.equals(state)) {
                    continue;
                }
                boolean isBest = !next.isPending() && model.isBestAtOnce(next);
                if (isBest) {
                    // As good as any other way from here.
                    statesAfter.clear();
                }
                candidates[statesAfter.size()] = operation;
                statesAfter.add(after);
                if (isBest) {
                    return;
                }
            }
        }

        boolean hasNext() {
            return next < statesAfter.size();
        }
    }

    OrderSearch(Model<S> model, List<Operation> operations, long maxSteps) {
        this.model = model;
        this.operations = operations;
        this.maxSteps = maxSteps;
        events = eventsByTime();
        slotOf = new int[operations.size()];
        open = new int[assignSlots()];
        Arrays.fill(open, -1);
    }

    /** At the same tick beginnings first: such operations overlap. */
    private int[] eventsByTime() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            all.add(2 * i);
            if (!operations.get(i).isPending()) {
                all.add(2 * i + 1);
            }
        }
        all.sort(Comparator.<Integer>comparingLong(this::ticks).thenComparing(event -> event & 1));
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private long ticks(int event) {
        Operation operation = operations.get(event >> 1);
        return isEnd(event) ? operation.answeredTicks() : operation.calledTicks();
    }

    private static boolean isEnd(int event) {
        return (event & 1) != 0;
    }

    /** Returns how many there are. */
    private int assignSlots() {
        BitSet used = new BitSet();
        int count = 0;
        for (int event : events) {
            if (isEnd(event)) {
                used.clear(slotOf[event >> 1]);
            } else {
                int slot = used.nextClearBit(0);
                used.set(slot);
                slotOf[event >> 1] = slot;
                count = Math.max(count, slot + 1);
            }
        }
        return count;
    }

    Result run() {
        Branch branch = advance(model.initial(), new BitSet(), null, -1);
        while (branch != null) {
            if (steps > maxSteps || seen.size() > MOST_REMEMBERED) {
                return new GaveUp();
            }
            if (branch.hasNext()) {
                branch = follow(branch);
            } else if (branch.parent != null) {
                branch = branch.parent;
                goBack(branch.place);
            } else {
                return stuck();
            }
        }
        return new Found();
    }

    /**
     * Places the next candidate. Returns where the search goes on; null at the end of the history.
     */
    private Branch follow(Branch branch) {
        int operation = branch.candidates[branch.next];
        S state = branch.statesAfter.get(branch.next++);
        BitSet placed = (BitSet) branch.placed.clone();
        placed.set(slotOf[operation]);
        Branch further = advance(state, placed, branch, operation);
        if (further == branch) {
            goBack(branch.place);
        }
        return further;
    }

    /**
     * Goes on to the next end of an operation that has no place; null if there is none, and {@code
     * parent} if the search has been there.
     */
    private Branch advance(S state, BitSet placed, Branch parent, int chosen) {
        while (place < events.length) {
            int operation = events[place] >> 1;
            int slot = slotOf[operation];
            if (!isEnd(events[place])) {
                open[slot] = operation;
            } else if (placed.get(slot)) {
                placed.clear(slot);
                open[slot] = -1;
            } else {
                if (!seen.add(new Seen(place, state, placed))) {
                    return parent;
                }
                Branch branch = new Branch(state, placed, parent, chosen);
                branch.expand();
                remember(branch);
                return branch;
            }
            place++;
        }
        return null;
    }

    private void goBack(int to) {
        while (place > to) {
            place--;
            int operation = events[place] >> 1;
            open[slotOf[operation]] = isEnd(events[place]) ? operation : -1;
        }
    }

    /** Who could be placed next: as the model says, then the one that ends, then by their ends. */
    private int[] unplaced(int ending, BitSet placed) {
        int count = 0;
        int[] found = new int[open.length];
        for (int slot = 0; slot < open.length; slot++) {
            if (open[slot] >= 0 && !placed.get(slot)) {
                found[count++] = open[slot];
            }
        }
        for (int i = 1; i < count; i++) {
            int moved = found[i];
            int at = i;
            for (; at > 0 && isBefore(moved, found[at - 1], ending); at--) {
                found[at] = found[at - 1];
            }
            found[at] = moved;
        }
        return Arrays.copyOf(found, count);
    }

    private boolean isBefore(int a, int b, int ending) {
        long rankA = model.rank(operations.get(a));
        long rankB = model.rank(operations.get(b));
        if (rankA != rankB) {
            return rankA < rankB;
        }
        if (a == ending || b == ending) {
            return a == ending;
        }
        return operations.get(a).answeredTicks() < operations.get(b).answeredTicks();
    }

    // What there is to say about a search that did not get through.

    private void remember(Branch branch) {
        if (branch.place > farthest) {
            farthest = branch.place;
            besideFarthest = beside(branch);
            beforeFarthest = before(branch);
            statesFarthest.clear();
            long begin = operations.get(events[farthest] >> 1).calledTicks();
            List<Branch> path = new ArrayList<>();
            for (Branch at = branch;
                    at != null && ticks(events[at.place]) > begin && path.size() < MOST_SHOWN;
                    at = at.parent) {
                path.addFirst(at);
            }
            path.forEach(this::addState);
        }
        if (branch.place == farthest) {
            addState(branch);
        }
    }

    /** What the object was at some moment at which the operation could have taken effect. */
    private void addState(Branch branch) {
        if (statesFarthest.size() < MOST_SHOWN) {
            statesFarthest.add(String.valueOf(branch.state));
        }
    }

    private List<Operation> beside(Branch branch) {
        List<Operation> beside = new ArrayList<>();
        for (int operation : open) {
            if (operation >= 0 && operation != events[branch.place] >> 1) {
                beside.add(operations.get(operation));
            }
        }
        beside.sort(Comparator.comparingLong(Operation::calledTicks));
        return beside;
    }

    private List<Operation> before(Branch branch) {
        List<Operation> before = new ArrayList<>();
        for (Branch at = branch; at.parent != null && before.size() < MOST_SHOWN; at = at.parent) {
            Operation chosen = operations.get(at.chosen);
            if (!at.state.equals(at.parent.state) && open[slotOf[at.chosen]] != at.chosen) {
                before.addFirst(chosen);
            }
        }
        return before;
    }

    private Stuck stuck() {
        return new Stuck(
                operations.get(events[farthest] >> 1),
                besideFarthest,
                beforeFarthest,
                List.copyOf(statesFarthest));
    }
}
