package io.atoll.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a proof holds: {@code Right} shows no forbidden outcome, and each twin does.
 *
 * @param objections why it does not hold; empty if it does
 */
record Verdict(Proof proof, List<String> objections) {
    static Verdict of(Proof proof, Map<String, Observation> observations) {
        List<String> objections = new ArrayList<>();
        if (proof.right() == null) {
            objections.add("has no test named Right");
        } else {
            Observation right = observations.getOrDefault(proof.right(), Observation.NONE);
            if (right.failure() != null) {
                objections.add("Right did not run: " + right.failure());
            } else if (right.samples() == 0) {
                objections.add("Right did not run");
            } else if (right.forbidden() > 0) {
                objections.add(
                        "Right showed the forbidden outcome %,d times"
                                .formatted(right.forbidden()));
            }
        }
        if (proof.twins().isEmpty()) {
            objections.add("has no broken twin, so nobody knows whether it could fail");
        }
        for (String twin : proof.twins()) {
            Observation seen = observations.getOrDefault(twin, Observation.NONE);
            if (seen.failure() != null) {
                objections.add(
                        "twin %s did not run: %s".formatted(Proof.simple(twin), seen.failure()));
            } else if (seen.forbidden() == 0) {
                objections.add(
                        "twin %s did not show its bug in %,d samples, so the test proves nothing"
                                .formatted(Proof.simple(twin), seen.samples()));
            }
        }
        return new Verdict(proof, objections);
    }

    boolean holds() {
        return objections.isEmpty();
    }
}
