package io.atoll.stress;

import java.util.List;
import java.util.Map;

/** The table of results, in Markdown, as docs/concurrency.md keeps it. */
final class Report {
    private Report() {}

    static String of(List<Verdict> verdicts, Map<String, Observation> observations) {
        StringBuilder text = new StringBuilder();
        text.append(host()).append("\n\n");
        text.append("| proof | forbidden / samples | broken twin | forbidden / samples |\n");
        text.append("|---|---:|---|---:|\n");
        for (Verdict verdict : verdicts) {
            Proof proof = verdict.proof();
            String name = "`%s`".formatted(proof.simpleName());
            String right = figures(observations.get(proof.right()));
            for (String twin : proof.twins()) {
                text.append(
                        "| %s | %s | `%s` | %s |\n"
                                .formatted(
                                        name,
                                        right,
                                        Proof.simple(twin),
                                        figures(observations.get(twin))));
                name = "";
                right = "";
            }
        }
        for (Verdict verdict : verdicts) {
            for (String objection : verdict.objections()) {
                text.append(
                        "\nDOES NOT HOLD: %s: %s\n".formatted(verdict.proof().name(), objection));
            }
        }
        return text.toString();
    }

    private static String figures(Observation seen) {
        if (seen == null) {
            return "–";
        }
        return "%,d / %,d".formatted(seen.forbidden(), seen.samples());
    }

    private static String host() {
        return "%s %s, %s, %d CPUs"
                .formatted(
                        System.getProperty("java.vm.name"),
                        Runtime.version(),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors());
    }
}
