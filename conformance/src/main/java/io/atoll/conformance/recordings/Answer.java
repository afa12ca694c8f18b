package io.atoll.conformance.recordings;

import java.util.Arrays;

/**
 * What came back from a system call, in the terms of a recording. {@link #toString} writes it as
 * the recording does.
 */
sealed interface Answer {

    /** Whether {@code actual} is what this, from a recording, says. */
    boolean isMetBy(Answer actual);

    /** The call returned, and has no output. */
    record Done() implements Answer {
        @Override
        public boolean isMetBy(Answer actual) {
            return actual instanceof Done;
        }

        @Override
        public String toString() {
            return "done";
        }
    }

    /** A notification word, or nothing (badge 0): the message-info register stays as it was. */
    record Signal(long badge) implements Answer {
        @Override
        public boolean isMetBy(Answer actual) {
            return equals(actual);
        }

        @Override
        public String toString() {
            return "badge=%s info=keep".formatted(RecordedNumber.format(badge));
        }
    }

    /**
     * A message, a reply, a fault, or an answer of the kernel.
     *
     * @param words of the message
     * @param isRecorded which of the words a recording gives; the others are ignored
     * @param extraCaps capabilities received
     * @param capsUnwrapped bit i: capability i came as a badge
     * @param capBadges the badges of those that did
     * @param received what is in the receive slot afterwards, or null if that is not observed
     */
    record Message(
            long badge,
            long label,
            long[] words,
            boolean[] isRecorded,
            int extraCaps,
            int capsUnwrapped,
            long[] capBadges,
            String received)
            implements Answer {

        @Override
        public boolean isMetBy(Answer other) {
            if (!(other instanceof Message actual)
                    || badge != actual.badge
                    || label != actual.label
                    || words.length != actual.words.length
                    || extraCaps != actual.extraCaps
                    || capsUnwrapped != actual.capsUnwrapped
                    || (received != null && !received.equals(actual.received))) {
                return false;
            }
            for (int i = 0; i < words.length; i++) {
                if (isRecorded[i] && words[i] != actual.words[i]) {
                    return false;
                }
            }
            for (int i = 0; i < extraCaps; i++) {
                if (isUnwrapped(i) && capBadges[i] != actual.capBadges[i]) {
                    return false;
                }
            }
            return true;
        }

        boolean isUnwrapped(int index) {
            return (capsUnwrapped >>> index & 1) != 0;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            text.append("badge=").append(RecordedNumber.format(badge));
            text.append(" label=").append(RecordedNumber.format(label)).append(" mr=[");
            for (int i = 0; i < words.length; i++) {
                text.append(i == 0 ? "" : ",");
                text.append(isRecorded[i] ? RecordedNumber.format(words[i]) : "*");
            }
            text.append(']');
            if (extraCaps != 0) {
                text.append(" xc=").append(extraCaps).append(" unw=").append(capsUnwrapped);
                text.append(" cb=[");
                for (int i = 0; i < extraCaps; i++) {
                    text.append(i == 0 ? "" : ",");
                    text.append(isUnwrapped(i) ? RecordedNumber.format(capBadges[i]) : "-");
                }
                text.append(']');
            }
            return received == null ? text.toString() : text + " rslot=" + received;
        }

        /** The same with other words, all of which count. */
        Message withWords(long... others) {
            boolean[] all = new boolean[others.length];
            Arrays.fill(all, true);
            return new Message(
                    badge, label, others, all, extraCaps, capsUnwrapped, capBadges, received);
        }
    }
}
