package io.atoll.cluster.simulated.fault;

import io.atoll.cluster.simulated.fault.FaultRate.Range;

import java.util.OptionalLong;
import java.util.function.Function;

/** Reads {@code [FACTOR*][TIME][@RATE]} of one kind; what is not said is the kind's own. */
final class RateReader {
    private final String place;
    private final String item;
    private final FaultKind kind;

    /**
     * @param place for complaints
     * @param item all of it
     */
    RateReader(String place, String item, FaultKind kind) {
        this.place = place;
        this.item = item;
        this.kind = kind;
    }

    FaultRate read(String value) {
        FaultRate standard = FaultPlan.standard(kind);
        Range factor = standard.factor();
        Range nanos = standard.nanos();
        double rate = standard.rate();
        int at = value.indexOf('@');
        String amount = at < 0 ? value : value.substring(0, at);
        if (at < 0 && value.matches("[0-9.]+")) {
            rate = rate(value);
            amount = "";
        } else if (at >= 0) {
            rate = rate(value.substring(at + 1));
        }
        if (!amount.isEmpty()) {
            int times = amount.indexOf('*');
            if (kind == FaultKind.SLOW && times > 0) {
                factor = range(amount.substring(0, times), this::factor);
                amount = amount.substring(times + 1);
            }
            nanos = range(amount, this::time);
        }
        if (!kind.hasTime() && !nanos.equals(standard.nanos())) {
            throw wrong("'%s' takes no time; it is such as %s=0.01".formatted(item, kind.key()));
        }
        return new FaultRate(kind, factor, nanos, rate);
    }

    private Range range(String text, Function<String, Long> number) {
        int dots = text.indexOf("..");
        long least = number.apply(dots < 0 ? text : text.substring(0, dots));
        long most = dots < 0 ? least : number.apply(text.substring(dots + 2));
        if (most < least) {
            throw wrong("'%s': a range goes from the smaller to the larger".formatted(item));
        }
        return new Range(least, most);
    }

    private long factor(String text) {
        if (!text.matches("[0-9]{1,4}")
                || Integer.parseInt(text) < 2
                || Integer.parseInt(text) > FaultRate.MOST_FACTOR) {
            throw wrong(
                    "'%s': how slow cannot be '%s'; it is a whole number from 2 to %d"
                            .formatted(item, text, FaultRate.MOST_FACTOR));
        }
        return Integer.parseInt(text);
    }

    private long time(String text) {
        OptionalLong time = VirtualTime.parse(text);
        if (time.isEmpty() || time.getAsLong() == 0) {
            throw wrong(
                    "'%s': '%s' is no time; %s is such as %s"
                            .formatted(item, text, kind.key(), FaultPlan.standard(kind)));
        }
        return time.getAsLong();
    }

    private double rate(String text) {
        boolean isChance = kind.occasion != FaultKind.Occasion.TIME;
        try {
            double rate = Double.parseDouble(text);
            // Not a number is no range either.
            if (rate >= 0 && rate <= (isChance ? 1 : 1000)) {
                return rate;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw wrong(
                isChance
                        ? "'%s': '%s' is no chance; it is a number from 0 to 1"
                                .formatted(item, text)
                        : "'%s': '%s' is no rate; it is a number in a millisecond, from 0 to 1000"
                                .formatted(item, text));
    }

    private IllegalArgumentException wrong(String sentence) {
        return new IllegalArgumentException(place + ": " + sentence);
    }
}
