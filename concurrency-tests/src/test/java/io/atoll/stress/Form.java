package io.atoll.stress;

import java.util.List;
import java.util.Locale;

/** How long, and under how many kinds of compilation, the tests of a run take. */
enum Form {
    /** A second for each test. */
    SELF_CHECK(List.of("-time", "300", "-iters", "2"), 3),
    /** Some seconds for each test: compiled by C2, which moves loads and stores at random. */
    SHORT(List.of("-time", "400", "-iters", "3"), 3),
    /**
     * Minutes for each test: every combination of interpreter, C1 and C2 for the two sides, with
     * and without C2's random moves.
     */
    LONG(List.of("-time", "1000", "-iters", "5", "-fsm", "2"), 2);

    /** As in {@code -Dstress.form=short}. */
    static Form named(String name) {
        for (Form form : List.of(SHORT, LONG)) {
            if (form.toString().equals(name)) {
                return form;
            }
        }
        throw new IllegalArgumentException(
                "there is no form '%s' of this run; there are 'short' and 'long'".formatted(name));
    }

    private final List<String> options;
    private final int attempts;

    Form(List<String> options, int attempts) {
        this.options = options;
        this.attempts = attempts;
    }

    /** Options of jcstress. */
    List<String> options() {
        return options;
    }

    /** How often a twin may run until its bug shows. */
    int attempts() {
        return attempts;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
