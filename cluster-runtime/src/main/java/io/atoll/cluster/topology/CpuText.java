package io.atoll.cluster.topology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** Sets of numbers as Linux writes them: {@code 0-3,8}. Stateless. */
final class CpuText {
    private CpuText() {}

    static String list(Collection<Integer> numbers) {
        BitSet set = new BitSet();
        numbers.forEach(set::set);
        return list(set);
    }

    static String list(BitSet numbers) {
        List<String> parts = new ArrayList<>();
        for (int first = numbers.nextSetBit(0), end; first >= 0; first = numbers.nextSetBit(end)) {
            end = numbers.nextClearBit(first);
            parts.add(end - first == 1 ? String.valueOf(first) : first + "-" + (end - 1));
        }
        return parts.isEmpty() ? "none" : String.join(",", parts);
    }
}
