package io.atoll.conformance.sel4test;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Runs tests one after the other and tells of it as seL4's own suite does. */
public final class SuiteRun {
    private final PrintStream out;
    private final Setup setup;
    private final List<String> failed = new ArrayList<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private int passed;
    private int disabled;

    public SuiteRun(PrintStream out, Setup setup) {
        this.out = out;
        this.setup = setup;
    }

    /**
     * The tests whose names match a pattern in which {@code *} is anything, {@code ?} one letter.
     */
    public static List<Sel4Test> matching(String pattern) {
        Pattern names = Pattern.compile(asRegularExpression(pattern), Pattern.CASE_INSENSITIVE);
        return Sel4TestSuite.byName().stream()
                .filter(test -> names.matcher(test.name()).matches())
                .toList();
    }

    private static String asRegularExpression(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (char letter : pattern.toCharArray()) {
            switch (letter) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return expression.toString();
    }

    /** Runs those that apply. */
    public void run(List<Sel4Test> tests) {
        out.println("Starting test suite sel4test");
        int number = 0;
        for (Sel4Test test : tests) {
            String reason = test.whyNotOn(setup);
            if (reason == null) {
                out.printf("Starting test %d: %s%n", number++, test.name());
                out.flush();
                report(Sel4TestSuite.run(test, setup));
            } else {
                disabled++;
                reasons.add(reason);
            }
        }
        summarize();
    }

    private void report(Sel4TestSuite.Outcome outcome) {
        if (outcome.isPassed()) {
            passed++;
        } else {
            failed.add(outcome.test().name());
            out.printf("\tFailure: %s%n", outcome.failure().getMessage());
            out.printf("\t%s: %s%n", place(outcome.failure()), outcome.test().description());
        }
    }

    /** Where in the test the assertion stands. */
    private static String place(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            boolean isOurs = frame.getClassName().startsWith(SuiteRun.class.getPackageName());
            if (isOurs && !frame.getClassName().equals(Check.class.getName())) {
                return frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return "at an unknown place";
    }

    private void summarize() {
        out.printf(
                "Test suite %s. %s passed.%s%s%n",
                isPassed() ? "passed" : "failed",
                count(passed),
                failed.isEmpty()
                        ? ""
                        : " %s failed (%s)."
                                .formatted(count(failed.size()), String.join(", ", failed)),
                disabled == 0
                        ? ""
                        : " %s disabled (not applicable: %s)."
                                .formatted(count(disabled), String.join("; ", reasons)));
        if (!isPassed()) {
            out.printf("replay: atoll test %s%n", failed.getFirst());
        } else if (passed > 0) {
            out.println("All is well in the universe");
        }
    }

    private static String count(int tests) {
        return tests + (tests == 1 ? " test" : " tests");
    }

    /** No test failed. */
    public boolean isPassed() {
        return failed.isEmpty();
    }

    /** Not one test could run. */
    public boolean isAllDisabled() {
        return passed == 0 && failed.isEmpty();
    }
}
