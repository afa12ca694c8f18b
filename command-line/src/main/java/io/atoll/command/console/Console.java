package io.atoll.command.console;

import io.atoll.cluster.simulated.trace.Standstill.Place;
import io.atoll.command.ExitCode;
import io.atoll.command.Json;
import io.atoll.command.Messages;
import io.atoll.command.UsageException;
import io.atoll.command.run.MutedOutput;
import io.atoll.command.run.SimulatedRun;
import io.atoll.command.run.StoredRun;
import io.atoll.command.system.LoadedSystem;
import io.atoll.coordinator.system.Suggestions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads verbs, line by line, and says what they have to say, until the input ends or {@code quit}.
 * If nobody types the lines are repeated behind the prompt, so that what is printed reads as a
 * session does. If somebody does it is as debuggers are: an empty line moves on once more, and
 * Ctrl-C stops a run that goes on, or takes back what was typed.
 */
public final class Console {
    private static final String PROMPT = "(atoll) ";

    /** Where lines come from and go to. */
    public enum Form {
        /** A person types. */
        TERMINAL,
        /** The lines of a file, or of another program that speaks as a person does. */
        LINES,
        /** A JSON object a line, both ways. */
        JSON
    }

    private final Session session;
    private final Whereabouts whereabouts;
    private final Map<String, Verb> verbs = new LinkedHashMap<>();
    private final BufferedReader in;
    private final PrintStream out;
    private final Form form;

    /** Whether a line could not be understood, or not be done. */
    private boolean hasComplained;

    private boolean isOver;

    /** What an empty line of somebody who types stands for; empty if nothing. */
    private String again = "";

    /** Whether the next line is awaited; read by the thread of Ctrl-C. */
    private volatile boolean isAwaitingLine;

    /**
     * @param stored the run that it has to be, or null
     * @param err where guests' faults go; and all that guests print, if the output is JSON
     */
    public Console(
            LoadedSystem system,
            SimulatedRun.Options options,
            StoredRun stored,
            Messages messages,
            BufferedReader in,
            PrintStream out,
            PrintStream err,
            Form form) {
        this.session =
                new Session(
                        system,
                        options,
                        messages,
                        new MutedOutput(form == Form.JSON ? err : out),
                        new MutedOutput(err));
        this.whereabouts = new Whereabouts(session, stored);
        this.in = in;
        this.out = out;
        this.form = form;
        Names names = new Names(session);
        add(List.of(Verb.of("help", "[verb]", "this, or more about a verb", this::help)));
        add(new GeneralVerbs(session, whereabouts).verbs());
        add(new MovingVerbs(session, whereabouts).verbs());
        add(new BreakpointVerbs(session, names).verbs());
        add(new ThreadVerbs(session, names).verbs());
        add(new RingVerbs(session, names).verbs());
        add(new MemoryVerbs(session).verbs());
        add(List.of(Verb.of("quit", "", "leave", this::quit)));
    }

    private void add(List<Verb> more) {
        more.forEach(verb -> verbs.put(verb.name(), verb));
    }

    /**
     * Boots the system, goes to a place, and does what it is told.
     *
     * @return the exit code
     */
    public int run(Place first) throws IOException {
        if (form != Form.TERMINAL) {
            return goThrough(first);
        }
        try (InterruptKey _ = new InterruptKey(this::interrupt)) {
            return goThrough(first);
        }
    }

    /** The thread of Ctrl-C. */
    private void interrupt() {
        if (isAwaitingLine) {
            // The terminal has forgotten what was typed.
            out.println();
            out.println("'quit' or Ctrl-D leaves");
            out.print(PROMPT);
            out.flush();
        } else if (!session.interrupt()) {
            System.exit(ExitCode.INTERRUPTED); // a program keeps the machine to itself
        }
    }

    private int goThrough(Place first) throws IOException {
        try (session) {
            session.begin(first);
            say(whereabouts.answer());
            for (String line = next(); line != null; line = next()) {
                execute(line.isBlank() ? again : line.strip());
                if (isOver) {
                    break;
                }
            }
        } catch (EndedException ended) {
            complain(ended.getMessage());
            return ended.code();
        }
        return whereabouts.hasDiffered()
                ? ExitCode.UNKNOWN
                : hasComplained && form != Form.TERMINAL ? ExitCode.USAGE : ExitCode.PASS;
    }

    private String next() throws IOException {
        if (form == Form.JSON) {
            return in.readLine();
        }
        out.print(PROMPT);
        out.flush();
        isAwaitingLine = true;
        String line = in.readLine();
        session.forgetInterrupt();
        isAwaitingLine = false;
        if (form == Form.LINES || line == null) {
            out.println(line == null ? "" : line);
        }
        return line;
    }

    private void execute(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        again = "";
        try {
            say(form == Form.JSON ? executeJson(line) : executeWords(line));
        } catch (UsageException wrong) {
            hasComplained = true;
            complain(wrong.getMessage());
        }
    }

    private Answer executeWords(String line) {
        List<String> words = Arrays.asList(line.split("\\s+"));
        Verb verb = verb(words.getFirst());
        again = verb.isRepeatable() && form == Form.TERMINAL ? line : "";
        return verb.action()
                .execute(verb.syntax().parse(verb.name(), words.subList(1, words.size())));
    }

    private Answer executeJson(String line) {
        JsonRequest request = JsonRequest.parse(line);
        Verb verb = verb(request.verb());
        return verb.action().execute(verb.syntax().checked(verb.name(), request.arguments()));
    }

    private Verb verb(String word) {
        Verb found = verbs.get(word);
        if (found != null) {
            return found;
        }
        throw new UsageException(
                "there is no verb '%s'; %s"
                        .formatted(
                                word,
                                Suggestions.closest(word, verbs.keySet())
                                        .map("did you mean '%s'?"::formatted)
                                        .orElse("'help' lists them")));
    }

    private void say(Answer answer) {
        if (form == Form.JSON) {
            out.println(Json.line(Map.of("return", answer.data())));
        } else {
            answer.lines().forEach(out::println);
        }
        out.flush();
    }

    private void complain(String sentence) {
        out.println(form == Form.JSON ? Json.line(Map.of("error", sentence)) : sentence);
        out.flush();
    }

    private Answer help(Arguments arguments) {
        if (arguments.has("verb")) {
            Verb verb = verb(arguments.text("verb"));
            List<String> lines = new ArrayList<>();
            lines.add("%s: %s".formatted(verb.usage(), verb.meaning()));
            verb.details().forEach(line -> lines.add("  " + line));
            return Answer.text(lines);
        }
        int width = verbs.values().stream().mapToInt(verb -> verb.usage().length()).max().orElse(0);
        return Answer.text(
                verbs.values().stream()
                        .map(
                                verb ->
                                        ("%-" + width + "s  %s")
                                                .formatted(verb.usage(), verb.meaning()))
                        .toList());
    }

    private Answer quit(Arguments arguments) {
        isOver = true;
        return Answer.text(List.of());
    }
}
