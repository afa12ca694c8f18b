package io.atoll.coordinator.system;

import java.util.Arrays;

/** Turns offsets into a text into rows and columns; lines end with LF, CR LF, or CR. Immutable. */
final class TextPositions {
    private final int[] lineStarts;

    TextPositions(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int offset = 0; offset < text.length(); offset++) {
            char c = text.charAt(offset);
            boolean carriageReturnAlone = c == '\r' && !text.startsWith("\n", offset + 1);
            if (c == '\n' || carriageReturnAlone) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = offset + 1;
            }
        }
        lineStarts = Arrays.copyOf(starts, count);
    }

    Position at(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, offset - lineStarts[line] + 1);
    }
}
