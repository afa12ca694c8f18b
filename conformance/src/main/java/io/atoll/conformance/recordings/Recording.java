package io.atoll.conformance.recordings;

import java.util.List;

/**
 * One recorded run of the real kernel, from its boot on.
 *
 * @param file for messages: where it was read from
 * @param category the kind of program that was recorded
 * @param world how the world at its start differs from that of other recordings
 * @param maximumPeriodMicros the recorded machine's longest period
 * @param steps what happened
 * @param lines the text, for messages
 */
record Recording(
        String file,
        String category,
        WorldLayout world,
        long maximumPeriodMicros,
        List<Step> steps,
        List<String> lines) {

    /** Text of a line; lines are counted from 1. */
    String line(int number) {
        return lines.get(number - 1);
    }
}
