package io.atoll.command;

import io.atoll.coordinator.system.Setting;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Options given in the environment: {@code ATOLL_TIMEOUT} for {@code --timeout}. They count less
 * than the command line and more than {@code atoll.toml}. An empty variable is none.
 *
 * @param variables the environment of the process
 */
record Environment(Map<String, String> variables) implements IDefaultValueProvider {
    private static final String PREFIX = "ATOLL_";

    /**
     * Options that are keys of {@code atoll.toml}, too: {@code --set} comes between the variable
     * and the option, so the settings are told, not the option.
     */
    private static final Map<String, String> KEYS =
            Map.ofEntries(
                    Map.entry("--topology", "machine.topology"),
                    Map.entry("--cluster-by", "machine.cluster-by"),
                    Map.entry("--preempt", "machine.preempt"),
                    Map.entry("--locking", "machine.locking"),
                    Map.entry("--ppc", "machine.ppc"),
                    Map.entry("--seed", "sim.seed"),
                    Map.entry("--costs", "sim.costs"),
                    Map.entry("--until", "sim.until"),
                    Map.entry("--timeout", "sim.timeout"),
                    Map.entry("--on-fault", "sim.on-fault"),
                    Map.entry("--shrink-time", "sim.shrink-time"));

    /** Those of them that other commands than {@code atoll sim} have, too, and no key for. */
    private static final Set<String> ALSO_WITHOUT_KEY =
            Set.of("--until", "--timeout", "--on-fault");

    /** Options that say what this one call does, and the one that is counted. */
    private static final Set<String> WITHOUT_VARIABLE =
            Set.of("--help", "--version", "--set", "--verbose", "--console");

    /** The variable of a long option: {@code ATOLL_CLUSTER_BY} of {@code --cluster-by}. */
    static String variableOf(String option) {
        return PREFIX + option.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What the environment says of an option. */
    Optional<String> get(String option) {
        return Optional.ofNullable(variables.get(variableOf(option)))
                .filter(value -> !value.isEmpty());
    }

    /**
     * The keys of {@code atoll.toml} that the environment sets.
     *
     * @param isGiven options of the command line: what counts more makes a variable none
     */
    List<Setting> settings(Predicate<String> isGiven) {
        List<Setting> settings = new ArrayList<>();
        KEYS.forEach(
                (option, key) ->
                        get(option)
                                .filter(_ -> !isGiven.test(option))
                                .ifPresent(value -> settings.add(setting(option, key, value))));
        return settings;
    }

    private static Setting setting(String option, String key, String value) {
        String variable = variableOf(option);
        boolean isTruth = value.equals("true") || value.equals("false");
        return isTruth
                ? new Setting(variable, key + " = " + value)
                : Setting.string(variable, key, value);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option
                        && (!KEYS.containsKey(option.longestName())
                                || ALSO_WITHOUT_KEY.contains(option.longestName()))
                ? variable(option).map(variables::get).orElse(null)
                : null;
    }

    /** The variable that has a value for this option, if there is one. */
    Optional<String> variable(OptionSpec option) {
        String name = option.longestName();
        return WITHOUT_VARIABLE.contains(name) || get(name).isEmpty()
                ? Optional.empty()
                : Optional.of(variableOf(name));
    }
}
