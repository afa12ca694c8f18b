package io.atoll.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.TestList;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class ProofTest {
    static List<Proof> proofs() {
        return Proof.all();
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void shouldHaveTheRealCodeAndABrokenTwin(Proof proof) {
        assertNotNull(proof.right());
        assertFalse(proof.twins().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void shouldForbidTheSameToAll(Proof proof) {
        List<String> right = outcomes(proof.right());

        assertTrue(right.stream().anyMatch(each -> each.startsWith(Expect.FORBIDDEN.name())));
        for (String twin : proof.twins()) {
            assertEquals(right, outcomes(twin), twin);
        }
    }

    private static List<String> outcomes(String test) {
        TestInfo info = TestList.getInfo(test);
        List<String> outcomes = new ArrayList<>();
        for (StateCase outcome : info.cases()) {
            outcomes.add(outcome.expect().name() + " " + outcome.matchPattern());
        }
        outcomes.add(info.unmatched().expect().name() + " all others");
        return outcomes;
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void shouldBeTwoThreadsAtATime(Proof proof) {
        assertEquals(2, TestList.getInfo(proof.right()).threads());
        for (String twin : proof.twins()) {
            assertEquals(2, TestList.getInfo(twin).threads());
        }
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void shouldStandInTheDocumentWithItsResults(Proof proof) throws IOException {
        String document = Files.readString(Path.of("../docs/concurrency.md"));

        assertTrue(document.contains("| `%s` |".formatted(proof.simpleName())), proof.name());
        for (String twin : proof.twins()) {
            assertTrue(document.contains("| `%s` |".formatted(Proof.simple(twin))), twin);
        }
    }

    /** Runs jcstress for a moment: a fence that is there, and one that is missing. */
    @Test
    void shouldSeeAMissingFenceOnThisJvm() throws Exception {
        Path folder = Files.createDirectories(Path.of("target/stress"));
        Path logFile = folder.resolve("self-check.log");
        List<Proof> selfCheck =
                Proof.all().stream()
                        .filter(each -> each.simpleName().equals("StoreThenLoad"))
                        .toList();
        List<Verdict> verdicts;
        try (PrintStream log = new PrintStream(Files.newOutputStream(logFile), true)) {
            verdicts = new Proofs(Form.SELF_CHECK, log).judge(selfCheck);
        }

        assertEquals(1, verdicts.size());
        assertEquals(List.of(), verdicts.getFirst().objections());
    }
}
