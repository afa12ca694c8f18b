package io.atoll.cluster.simulated.fault;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong; each has one occasion at which it is drawn. */
public enum FaultKind {
    /** A ring of a doorbell arrives later. */
    DELAY(Occasion.DOORBELL, "delay fault"),

    /** A ring waits for the next one of the same line, and both arrive as one. */
    COALESCE(Occasion.DOORBELL, "coalesced doorbell"),

    /** A ring never arrives. No correct program survives it, so it has to be asked for. */
    DROP(Occasion.DOORBELL, "dropped doorbell"),

    /** A core stops for a while between two lines of shared memory that it writes. */
    TORN(Occasion.STORE, "torn write"),

    /** A cluster crashes when one of its cores is between two lines that it writes. */
    TORN_CRASH(Occasion.STORE, "crash in a write"),

    /** A retype is refused, as if the memory were used up. */
    MEMORY(Occasion.RETYPE, "refused retype"),

    /** A core, or all of a cluster, stop for a while. */
    STALL(Occasion.TIME, "stall"),

    /** A core, or all of a cluster, take a multiple of the time for a while. */
    SLOW(Occasion.TIME, "slow phase"),

    /** A cluster stops for ever and the others are told; or a core does, and nobody is told. */
    CRASH(Occasion.TIME, "crash"),

    /** The clock of a cluster jumps ahead. */
    CLOCK(Occasion.TIME, "jump of a clock");

    /** What a fault happens to. */
    enum Occasion {
        /** Nothing: it comes by itself. */
        TIME("a time"),

        /** A core rings another one. */
        DOORBELL("doorbell"),

        /** A core is about to write a line of shared memory, and wrote another one before. */
        STORE("store"),

        /** A kernel is about to make objects. */
        RETYPE("retype");

        final String word;

        Occasion(String word) {
            this.word = word;
        }
    }

    final Occasion occasion;
    private final String noun;

    FaultKind(Occasion occasion, String noun) {
        this.occasion = occasion;
        this.noun = noun;
    }

    /** As in a plan: {@code torn-crash}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** So many of them, in words. */
    public String count(long number) {
        String plural =
                switch (this) {
                    case CRASH -> "crashes";
                    case CLOCK -> "jumps of a clock";
                    case TORN_CRASH -> "crashes in a write";
                    default -> noun + "s";
                };
        return "%,d %s".formatted(number, number == 1 ? noun : plural);
    }

    /** Whether it lasts for a time, or moves something by a time. */
    boolean hasTime() {
        return switch (this) {
            case DELAY, COALESCE, TORN, STALL, SLOW, CLOCK -> true;
            case DROP, TORN_CRASH, CRASH, MEMORY -> false;
        };
    }

    static Optional<FaultKind> named(String key) {
        return List.of(values()).stream().filter(kind -> kind.key().equals(key)).findFirst();
    }

    static String keys() {
        return String.join(", ", List.of(values()).stream().map(FaultKind::key).toList());
    }
}
