package io.atoll.cluster.simulated.concurrency;

import io.atoll.cluster.simulated.cache.CacheLine;

import java.util.Arrays;

/** Lines that one core's entry holds. */
final class LineSet {
    private static final int AT_FIRST = 16;

    private CacheLine[] lines = new CacheLine[AT_FIRST];
    private int size;

    void add(CacheLine line) {
        if (size == lines.length) {
            lines = Arrays.copyOf(lines, size * 2);
        }
        lines[size++] = line;
    }

    CacheLine get(int index) {
        return lines[index];
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(lines, 0, size, null);
        size = 0;
    }

    static LineSet[] forCores(int count) {
        LineSet[] sets = new LineSet[count];
        Arrays.setAll(sets, _ -> new LineSet());
        return sets;
    }
}
