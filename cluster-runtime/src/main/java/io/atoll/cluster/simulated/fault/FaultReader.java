package io.atoll.cluster.simulated.fault;

import io.atoll.cluster.simulated.fault.FaultKind.Occasion;

import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;

/** Reads {@code at WHEN KIND [PLACE] [by AMOUNT] [for TIME]}. */
final class FaultReader {
    private static final int MOST_NUMBER = 1 << 16;

    private final String origin;
    private final String item;
    private final ArrayDeque<String> words;

    /**
     * @param origin for complaints
     * @param item all of it
     */
    FaultReader(String origin, String item) {
        this.origin = origin;
        this.item = item;
        this.words = new ArrayDeque<>(List.of(item.split("\\s+")));
    }

    Fault read() {
        expect("at");
        When when = when();
        String word = next();
        FaultKind kind =
                FaultKind.named(word)
                        .orElseThrow(
                                () ->
                                        wrong(
                                                "'%s' is no fault; there are %s"
                                                        .formatted(word, FaultKind.keys())));
        checkOccasion(when, kind);
        Place place = when instanceof When.Nth nth ? nth.place() : place();
        if (!place.isCluster() && (kind == FaultKind.CLOCK || kind == FaultKind.MEMORY)) {
            throw wrong("%s is of a cluster".formatted(kind.key()));
        }
        int factor = 1;
        if (kind == FaultKind.SLOW) {
            expect("by");
            factor = (int) number(2, FaultRate.MOST_FACTOR);
        }
        long nanos = 0;
        if (kind.hasTime() || kind == FaultKind.MEMORY && !(when instanceof When.Nth)) {
            expect(kind == FaultKind.CLOCK ? "by" : "for");
            nanos = time(next());
        }
        if (!words.isEmpty()) {
            throw wrong("'%s' is too much".formatted(String.join(" ", words)));
        }
        return new Fault(when, kind, place, factor, nanos);
    }

    private When when() {
        String word = next();
        if (word.equals("event")) {
            return new When.Event(number(1, VirtualTime.MOST));
        }
        for (Occasion occasion : Occasion.values()) {
            if (word.equals(occasion.word)) {
                long number = number(1, VirtualTime.MOST);
                expect("of");
                return new When.Nth(occasion, number, place());
            }
        }
        OptionalLong time = VirtualTime.parse(word);
        return new When.Time(
                time.orElseThrow(
                        () ->
                                wrong(
                                        "'%s' is neither a time such as 5ms, nor event, doorbell, store or retype"
                                                .formatted(word))));
    }

    private void checkOccasion(When when, FaultKind kind) {
        boolean fits =
                when instanceof When.Nth nth
                        ? nth.occasion() == kind.occasion
                                && nth.place().isCluster() == (nth.occasion() == Occasion.RETYPE)
                        : kind.occasion == Occasion.TIME || kind == FaultKind.MEMORY;
        if (!fits) {
            throw wrong(
                    switch (kind.occasion) {
                        case TIME -> "%s comes at a time or an event".formatted(kind.key());
                        case RETYPE -> "memory is refused at retype N of cluster N, or at a time";
                        default ->
                                "%s is said as 'at %s N of core N %s'"
                                        .formatted(kind.key(), kind.occasion.word, kind.key());
                    });
        }
    }

    private Place place() {
        String word = next();
        if (!word.equals("core") && !word.equals("cluster")) {
            throw wrong("'%s' is neither core nor cluster".formatted(word));
        }
        int number = (int) number(0, MOST_NUMBER);
        return word.equals("core") ? Place.core(number) : Place.cluster(number);
    }

    private long time(String word) {
        OptionalLong time = VirtualTime.parse(word);
        if (word.startsWith("-")) {
            throw wrong("no clock goes back, and nothing lasts less than no time");
        }
        if (time.isEmpty() || time.getAsLong() == 0) {
            throw wrong("'%s' is no time such as 40us".formatted(word));
        }
        return time.getAsLong();
    }

    private long number(long least, long most) {
        String word = next();
        try {
            long number = Long.parseLong(word.replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw wrong("'%s' is no number from %d to %d".formatted(word, least, most));
    }

    private String next() {
        if (words.isEmpty()) {
            throw wrong("something is missing at the end");
        }
        return words.remove();
    }

    private void expect(String word) {
        if (words.isEmpty() || !words.remove().equals(word)) {
            throw wrong("'%s' is missing".formatted(word));
        }
    }

    private IllegalArgumentException wrong(String sentence) {
        return new IllegalArgumentException("%s: '%s': %s".formatted(origin, item, sentence));
    }
}
