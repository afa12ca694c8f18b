package io.atoll.stress;

import org.openjdk.jcstress.infra.collectors.TestResult;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Runs the proofs and judges them.
 *
 * <pre>
 *   Proofs FORM FOLDER [PATTERN]     FORM: short or long; PATTERN: part of the names of proofs
 * </pre>
 *
 * Writes {@code results.md} into the folder, and what jcstress says into {@code jcstress.log}. Exit
 * code 0: all proofs hold. 1: one does not. 2: called wrongly.
 */
public final class Proofs {
    private final Jcstress jcstress;
    private final int attempts;
    private final Map<String, Observation> observations = new HashMap<>();

    Proofs(Form form, PrintStream log) throws Exception {
        this.jcstress = new Jcstress(form, log);
        this.attempts = form.attempts();
    }

    public static void main(String[] arguments) throws Exception {
        Form form;
        List<Proof> proofs;
        try {
            form = Form.named(arguments[0]);
            proofs = matching(arguments.length > 2 ? arguments[2] : "");
        } catch (IllegalArgumentException e) {
            System.err.println("stress: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(form, Path.of(arguments[1]), proofs) ? 0 : 1);
    }

    private static List<Proof> matching(String pattern) {
        List<Proof> matching = new ArrayList<>();
        try {
            Pattern compiled = Pattern.compile(pattern);
            for (Proof proof : Proof.all()) {
                if (compiled.matcher(proof.name()).find()) {
                    matching.add(proof);
                }
            }
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'%s' is no regular expression: %s".formatted(pattern, e.getDescription()), e);
        }
        if (matching.isEmpty()) {
            throw new IllegalArgumentException(
                    "no proof has a name with '%s' in it".formatted(pattern));
        }
        return matching;
    }

    private static boolean run(Form form, Path folder, List<Proof> proofs) throws Exception {
        Files.createDirectories(folder);
        long begin = System.nanoTime();
        List<Verdict> verdicts;
        String report;
        try (PrintStream log = logInto(folder)) {
            Proofs run = new Proofs(form, log);
            verdicts = run.judge(proofs);
            report = Report.of(verdicts, run.observations);
        }
        Files.writeString(folder.resolve("results.md"), report);
        System.out.print(report);
        long failures = verdicts.stream().filter(each -> !each.holds()).count();
        System.out.printf(
                "%n%d of %d proofs hold, in %d s (%s form)%n",
                proofs.size() - failures,
                proofs.size(),
                (System.nanoTime() - begin) / 1_000_000_000,
                form);
        return failures == 0;
    }

    private static PrintStream logInto(Path folder) throws IOException {
        return new PrintStream(Files.newOutputStream(folder.resolve("jcstress.log")), true);
    }

    /** Runs the tests of these proofs and judges what was seen. */
    List<Verdict> judge(List<Proof> proofs) throws Exception {
        List<String> tests = new ArrayList<>();
        for (Proof proof : proofs) {
            if (proof.right() != null) {
                tests.add(proof.right());
            }
            tests.addAll(proof.twins());
        }
        observe(tests);
        for (int attempt = 1; attempt < attempts; attempt++) {
            // How many samples a test has in its time depends on what else the host does.
            List<String> silent = silentTwins(proofs);
            if (silent.isEmpty()) {
                break;
            }
            observe(silent);
        }
        return proofs.stream().map(proof -> Verdict.of(proof, observations)).toList();
    }

    private List<String> silentTwins(List<Proof> proofs) {
        return proofs.stream()
                .flatMap(proof -> proof.twins().stream())
                .filter(twin -> observations.get(twin).forbidden() == 0)
                .toList();
    }

    private void observe(Collection<String> tests) throws Exception {
        for (TestResult result : jcstress.run(tests)) {
            observations.merge(result.getName(), Observation.of(result), Observation::and);
        }
        for (String test : tests) {
            observations.putIfAbsent(test, Observation.NONE);
        }
    }
}
