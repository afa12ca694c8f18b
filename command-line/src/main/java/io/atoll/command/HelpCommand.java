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
            description =
                    "a command, exit-codes, settings, faults, errors, or an id such as E-PPC-PRIO")
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

                A signal changes no verdict that there was before, such as that of a failed seed of --seeds.
                Of several the first of 70, 2, 4, 1, 3, 124, 5 counts. Warnings change nothing without --werror.
                """);
        topics.put(
                "settings",
                """
                From the weakest to the strongest:
                  the default
                  atoll.toml beside the system       [machine]
                                                     topology = "2x1"
                                                     [sim]
                                                     seed = 7
                  the environment                    ATOLL_TOPOLOGY=2x1, ATOLL_TIMEOUT=5s: every option but
                                                     --set and -v; true or false for one without value
                  --set, for every key of atoll.toml --set machine.topology=2x1
                  the option                         --topology 2x1

                config.resolved.toml in the folder of a run says what came of it.
                """);
        topics.put(
                "faults",
                """
                What goes wrong on purpose in 'atoll sim': --faults SPEC, --faults @FILE, or [sim.faults] in atoll.toml.
                Items stand between commas or on lines of their own; what follows a # is a remark.

                Drawn from the seed, with a range from which each is drawn, and a rate; either can be left out:
                  default                        all of what every correct program must survive:
                  delay=1us..50us@0.1              a doorbell's ring comes later
                  coalesce=1us..100us@0.05         a ring waits for the next one, and both come as one
                  torn=1us..50us@0.02              a core stops between two lines of shared memory that it writes
                  stall=1us..50us@10               a core stops for a while, or a whole cluster
                  slow=2..8*10us..100us@2          it takes a multiple of the time for a while
                Only when asked for:
                  crash=0.01                     a cluster stops for ever, and the others are told
                  torn-crash=0.01                the same, between two lines that it writes
                  memory=0.01                    a retype answers that there is no memory
                  clock=1us..10ms@0.1            the clock of a cluster jumps ahead
                  drop=0.01                      a ring never comes
                The rate of stall, slow, crash and clock is a number in a millisecond of virtual time; of the others
                it is the chance of each doorbell, store or retype.

                Written down, one by one; 'core' is its number in the topology, 'cluster' counts those that run something
                from 0, as report.txt in a run's folder does:
                  at 5ms crash cluster 1         also: crash core 3, of which nobody is told
                  at 2ms stall core 3 for 100us
                  at 2ms slow cluster 0 by 4 for 1ms
                  at 3ms clock cluster 1 by 5ms
                  at 3ms memory cluster 1 for 1ms
                  at event 1200 stall core 0 for 1us
                  at doorbell 3 of core 0 delay for 40us, coalesce for 40us, or drop
                  at store 211 of core 0 torn for 50us, or torn-crash
                  at retype 5 of cluster 1 memory

                Besides:
                  faulty-for=100ms               when faults end; never for never      as --faulty-for
                  liveness-bound=10s             what the run may then still take      as --liveness-bound
                  jitter=0                       how much costs vary, in percent, whatever the cost model says
                """);
        StringBuilder errors = new StringBuilder();
        for (Rule rule : Rule.values()) {
            errors.append(line(rule));
        }
        topics.put("errors", errors.toString());
        return topics;
    }
}
