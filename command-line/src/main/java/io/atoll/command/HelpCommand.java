package io.atoll.command;

import io.atoll.coordinator.system.Rule;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code atoll help}: a command, a topic, or what an error means. */
@Command(
        name = "help",
        description = "Explain a command, a topic, or the id of an error.",
        mixinStandardHelpOptions = true)
final class HelpCommand implements Callable<Integer> {
    private static final Map<String, String> TOPICS = topics();

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "TOPIC",
            description = "a command, exit-codes, settings, errors, or an id such as E-PPC-PRIO")
    private String topic;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        if (topic == null) {
            root.usage(System.out);
            return ExitCode.PASS;
        }
        CommandLine command = root.getSubcommands().get(topic);
        if (command != null) {
            command.usage(System.out);
            return ExitCode.PASS;
        }
        String text = TOPICS.get(topic);
        System.out.print(text != null ? text : ofRule());
        return ExitCode.PASS;
    }

    private String ofRule() {
        Optional<Rule> rule =
                Arrays.stream(Rule.values())
                        .filter(each -> each.id().equals(topic.toUpperCase(Locale.ROOT)))
                        .findFirst();
        return rule.map(HelpCommand::line)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "there is no help on '%s'; there is on every command, on %s, and on ids of errors"
                                                .formatted(
                                                        topic,
                                                        String.join(", ", TOPICS.keySet()))));
    }

    private static String line(Rule rule) {
        return "%-22s %-8s %s%n".formatted(rule.id(), rule.severity().word(), rule.explanation());
    }

    private static Map<String, String> topics() {
        Map<String, String> topics = new LinkedHashMap<>();
        topics.put(
                "exit-codes",
                """
                  0  PASS           everything asked for held
                  1  FAIL safety    a check or a test failed
                  2                 a bad option, description or file; nothing was started
                  3  FAIL liveness  nothing can happen any more, and what was waited for has not come
                  4  FAIL fault     a domain faulted and nobody handled it
                  5                 nothing can be said
                 70  INTERNAL ERROR a mistake of Atoll
                124  TIMEOUT        the time of --timeout is over
                130  INTERRUPTED    Ctrl-C
                143  INTERRUPTED    a signal to end

                Of several the first of 70, 2, 4, 1, 3, 124, 5 counts. Warnings change nothing without --werror.
                """);
        topics.put(
                "settings",
                """
                From the weakest to the strongest:
                  the default
                  atoll.toml beside the system       [machine]
                                                     topology = "2x1"
                  the environment                    ATOLL_TOPOLOGY=2x1, ATOLL_TIMEOUT=5s: every option but
                                                     --set and -v; true or false for one without value
                  --set, for every key of atoll.toml --set machine.topology=2x1
                  the option                         --topology 2x1

                config.resolved.toml in the folder of a run says what came of it.
                """);
        StringBuilder errors = new StringBuilder();
        for (Rule rule : Rule.values()) {
            errors.append(line(rule));
        }
        topics.put("errors", errors.toString());
        return topics;
    }
}
