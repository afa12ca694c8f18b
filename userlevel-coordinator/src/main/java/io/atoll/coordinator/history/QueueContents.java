package io.atoll.coordinator.history;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.LongPredicate;

/**
 * What is in a queue: immutable, so that a search can go back to it; what differs in one element
 * shares the others. Two stacks, of which one has the elements in reverse; putting in and taking
 * out are constant on the average, and so is the hash, a polynomial.
 */
public final class QueueContents {
    static final QueueContents EMPTY = new QueueContents(null, null, 0, 0, 1);

    private static final int BASE = 0x9E3779B1;
    private static final int BASE_INVERSE = inverse(BASE);
    private static final int SHOWN = 8;

    private final Cell front;
    private final Cell back;
    private final int size;
    private final int hash;

    /** {@code BASE} to the power of the size. */
    private final int power;

    private record Cell(long value, Cell next) {}

    private QueueContents(Cell front, Cell back, int size, int hash, int power) {
        this.front = front;
        this.back = back;
        this.size = size;
        this.hash = hash;
        this.power = power;
    }

    /** Of an odd number, modulo 2^32; each step doubles the bits that are right. */
    private static int inverse(int odd) {
        int inverse = odd;
        for (int i = 0; i < 5; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The one that comes out next; there must be one. */
    long first() {
        return front.value;
    }

    /** Whether something is true of some element, of those {@code count} that are looked at. */
    boolean hasAmong(int count, LongPredicate condition) {
        int left = count;
        for (Cell cell = back; cell != null && left > 0; cell = cell.next, left--) {
            if (condition.test(cell.value)) {
                return true;
            }
        }
        for (Cell cell = front; cell != null && left > 0; cell = cell.next, left--) {
            if (condition.test(cell.value)) {
                return true;
            }
        }
        return false;
    }

    QueueContents with(long value) {
        int longer = hash * BASE + Long.hashCode(value);
        return isEmpty()
                ? new QueueContents(new Cell(value, null), null, 1, longer, power * BASE)
                : new QueueContents(front, new Cell(value, back), size + 1, longer, power * BASE);
    }

    QueueContents withoutFirst() {
        if (size == 1) {
            return EMPTY;
        }
        int lower = power * BASE_INVERSE;
        int shorter = hash - Long.hashCode(front.value) * lower;
        Cell rest = front.next;
        return rest != null
                ? new QueueContents(rest, back, size - 1, shorter, lower)
                : new QueueContents(reversed(back), null, size - 1, shorter, lower);
    }

    private static Cell reversed(Cell cells) {
        Cell reversed = null;
        for (Cell cell = cells; cell != null; cell = cell.next) {
            reversed = new Cell(cell.value, reversed);
        }
        return reversed;
    }

    private long[] values() {
        long[] values = new long[size];
        int index = 0;
        for (Cell cell = front; cell != null; cell = cell.next) {
            values[index++] = cell.value;
        }
        index = size;
        for (Cell cell = back; cell != null; cell = cell.next) {
            values[--index] = cell.value;
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof QueueContents that
                        && size == that.size
                        && hash == that.hash
                        && Arrays.equals(values(), that.values());
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "[", size > SHOWN ? ", ...]" : "]");
        Arrays.stream(values()).limit(SHOWN).forEach(value -> text.add(Long.toString(value)));
        return text.toString();
    }
}
