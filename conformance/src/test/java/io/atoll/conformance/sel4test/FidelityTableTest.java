package io.atoll.conformance.sel4test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The table for readers is the suite as it is. */
class FidelityTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "fidelity.md");

    @Test
    void shouldListTheSuiteAsItIs() throws IOException {
        String document = Files.readString(DOCUMENT);
        assertEquals(
                FidelityTable.updated(document),
                document,
                "docs/fidelity.md does not list the suite as it is; regenerate it: mvn -q -Pquick"
                        + " package && java -cp command-line/target/atoll-command.jar "
                        + FidelityTable.class.getName()
                        + " docs/fidelity.md");
    }
}
