package io.atoll.command.system;

import io.atoll.kernel.LockingDiscipline;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Locking disciplines by the names that options and {@code atoll.toml} have for them. */
public final class Locking {
    private Locking() {}

    /** {@code lock-free-fastpath}, {@code big-lock}. */
    public static String nameOf(LockingDiscipline discipline) {
        return discipline.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What real cores can have.
     *
     * @throws IllegalArgumentException with one sentence, if they have not
     */
    public static LockingDiscipline onRealCores(LockingDiscipline discipline) {
        if (discipline.isModelled()) {
            throw new IllegalArgumentException(
                    "'%s' is a model of how cores keep apart: only 'atoll sim' has it"
                            .formatted(nameOf(discipline)));
        }
        return discipline;
    }

    /**
     * The discipline of that name.
     *
     * @throws IllegalArgumentException with one sentence, if there is none
     */
    public static LockingDiscipline parse(String option, String name) {
        for (LockingDiscipline discipline : LockingDiscipline.values()) {
            if (nameOf(discipline).equals(name)) {
                return discipline;
            }
        }
        throw new IllegalArgumentException(
                "%s cannot be '%s'; it is %s"
                        .formatted(
                                option,
                                name,
                                Arrays.stream(LockingDiscipline.values())
                                        .map(Locking::nameOf)
                                        .collect(Collectors.joining(" or "))));
    }
}
