package io.atoll.cluster.simulated.fault;

import io.atoll.cluster.simulated.fault.FaultKind.Occasion;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the text of a {@link FaultPlan}. For one text. */
final class FaultPlanReader {
    private static final int MOST_JITTER_PERCENT = 50;

    private final String origin;
    private final Map<FaultKind, FaultRate> rates = new EnumMap<>(FaultKind.class);
    private final Set<String> said = new HashSet<>();
    private final List<Fault> scheduled = new ArrayList<>();
    private final Set<When> occasions = new HashSet<>();
    private OptionalInt jitter = OptionalInt.empty();
    private long faultyFor = FaultPlan.FAULTY_FOR_NANOS;
    private long livenessBound = FaultPlan.LIVENESS_BOUND_NANOS;

    /** Where we are, for complaints. */
    private String place;

    FaultPlanReader(String origin) {
        this.origin = origin;
    }

    FaultPlan read(String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            place = lines.size() == 1 ? origin : origin + ":" + (i + 1);
            for (String item : lines.get(i).replaceFirst("#.*", "").split(",")) {
                if (!item.isBlank()) {
                    item(item.strip());
                }
            }
        }
        rates.values().removeIf(rate -> rate.rate() == 0);
        checkChances();
        return new FaultPlan(
                List.copyOf(rates.values()), scheduled, jitter, faultyFor, livenessBound);
    }

    private void item(String item) {
        if (item.equals("default")) {
            FaultPlan.DEFAULT_RATES.forEach(rate -> rates.putIfAbsent(rate.kind(), rate));
        } else if (item.startsWith("at ")) {
            Fault fault = new FaultReader(place, item).read();
            if (fault.when() instanceof When.Nth && !occasions.add(fault.when())) {
                throw wrong("'%s': there is a fault at that %s already", item, occasion(fault));
            }
            scheduled.add(fault);
        } else if (!item.equals("none")) {
            setting(item);
        }
    }

    private static String occasion(Fault fault) {
        return fault.kind().occasion.word;
    }

    private void setting(String item) {
        int equals = item.indexOf('=');
        String key = equals < 0 ? item : item.substring(0, equals).strip();
        String value = equals < 0 ? "" : item.substring(equals + 1).strip();
        if (!said.add(key)) {
            throw wrong("'%s' is said twice", key);
        }
        switch (key) {
            case "jitter" -> jitter = OptionalInt.of(jitter(value));
            case "faulty-for" -> faultyFor = timeOrNever(key, value);
            case "liveness-bound" -> livenessBound = timeOrNever(key, value);
            default -> {
                FaultKind kind =
                        FaultKind.named(key)
                                .orElseThrow(
                                        () ->
                                                wrong(
                                                        "'%s' is no fault; there are %s, and 'at"
                                                                + " TIME ...'",
                                                        key, FaultKind.keys()));
                rates.put(kind, new RateReader(place, item, kind).read(value));
            }
        }
    }

    private int jitter(String value) {
        if (!value.matches("[0-9]{1,2}") || Integer.parseInt(value) > MOST_JITTER_PERCENT) {
            throw wrong(
                    "jitter cannot be '%s'; it is a number of percent from 0 to %d",
                    value, MOST_JITTER_PERCENT);
        }
        return Integer.parseInt(value);
    }

    private long timeOrNever(String key, String value) {
        if (value.equals(FaultPlan.NEVER)) {
            return FaultPlan.ENDLESS;
        }
        OptionalLong time = VirtualTime.parse(value);
        return time.orElseThrow(
                () -> wrong("%s cannot be '%s'; it is a time such as 5ms, or never", key, value));
    }

    /** No more can go wrong than there is. */
    private void checkChances() {
        for (Occasion occasion : Occasion.values()) {
            double chances = 0;
            for (FaultRate rate : rates.values()) {
                if (rate.isChance() && rate.kind().occasion == occasion) {
                    chances += rate.rate();
                }
            }
            if (chances > 1) {
                place = origin;
                throw wrong("the chances of one %s add up to more than 1", occasion.word);
            }
        }
    }

    private IllegalArgumentException wrong(String sentence, Object... arguments) {
        return new IllegalArgumentException(place + ": " + sentence.formatted(arguments));
    }
}
