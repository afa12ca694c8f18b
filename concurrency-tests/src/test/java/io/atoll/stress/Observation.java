package io.atoll.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/**
 * What was seen of one test.
 *
 * @param samples how often both sides ran
 * @param forbidden how often the outcome was a forbidden one
 * @param failure why it could not run as it should, null if it could
 */
record Observation(long samples, long forbidden, String failure) {
    static final Observation NONE = new Observation(0, 0, null);

    static Observation of(TestResult result) {
        if (result.status() != Status.NORMAL) {
            return new Observation(
                    0,
                    0,
                    "%s %s %s".formatted(result.status(), result.getMessages(), result.getVmErr()));
        }
        long forbidden = 0;
        for (GradingResult outcome : result.grading().gradingResults.values()) {
            if (outcome.expect == Expect.FORBIDDEN) {
                forbidden += outcome.count;
            }
        }
        return new Observation(result.getTotalCount(), forbidden, null);
    }

    /** Both together. */
    Observation and(Observation other) {
        return new Observation(
                samples + other.samples,
                forbidden + other.forbidden,
                failure == null ? other.failure : failure);
    }
}
