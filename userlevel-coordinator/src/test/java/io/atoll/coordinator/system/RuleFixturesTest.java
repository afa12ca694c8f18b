package io.atoll.coordinator.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Every rule has a file that breaks it and nothing else, {@code rules/<id>.system} or {@code
 * .toml}, and the exact diagnostics beside it in {@code rules/<id>.expected}. The machine has two
 * clusters of two cores.
 */
class RuleFixturesTest {
    private static final Path FOLDER = Fixtures.path("rules");
    private static final SearchPath FILES = new SearchPath(List.of(FOLDER));
    private static final CheckOptions OPTIONS =
            new CheckOptions(Cores.ofClusters(2, 2), PpcPolicy.STRICT, FILES);

    @ParameterizedTest
    @EnumSource
    void shouldReportExactlyWhatTheFixtureExpects(Rule rule) throws IOException {
        String actual =
                diagnose(rule).stream()
                        .map(diagnostic -> relative(diagnostic.toString()) + "\n")
                        .collect(Collectors.joining());

        assertEquals(Files.readString(FOLDER.resolve(rule.id() + ".expected")), actual);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReportOnlyTheRuleThatTheFixtureIsNamedAfter(Rule rule) throws IOException {
        Set<Rule> reported =
                diagnose(rule).stream().map(Diagnostic::rule).collect(Collectors.toSet());

        assertTrue(reported.remove(rule), "the rule itself is not reported");
        reported.remove(Rule.W_NO_MEANING); // interrupts are never without that warning
        assertEquals(Set.of(), reported);
    }

    @Test
    void shouldHaveNoFixtureWithoutRule() throws IOException {
        Set<String> ids = Stream.of(Rule.values()).map(Rule::id).collect(Collectors.toSet());
        Set<String> strangers = new TreeSet<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*\\.(system|toml|expected)"))
                    .filter(name -> !ids.contains(name.substring(0, name.lastIndexOf('.'))))
                    .forEach(strangers::add);
        }

        assertEquals(Set.of(), strangers);
    }

    @ParameterizedTest
    @EnumSource
    void shouldExplainEveryRuleInOneSentence(Rule rule) {
        assertTrue(rule.explanation().matches("[A-Za-z'].*\\."), rule.explanation());
        assertTrue(rule.id().matches("[EW](-[A-Z]+)+"), rule.id());
    }

    private static List<Diagnostic> diagnose(Rule rule) throws IOException {
        Path settings = FOLDER.resolve(rule.id() + ".toml");
        if (Files.exists(settings)) {
            return AtollToml.parse(settings.getFileName().toString(), Files.readString(settings))
                    .diagnostics();
        }
        String file = rule.id() + ".system";
        CheckOptions options =
                rule.name().startsWith("E_MICROKIT_")
                        ? new CheckOptions(OPTIONS.cores(), OPTIONS.ppcPolicy(), FILES, true)
                        : OPTIONS;
        Parsed<SystemDescription> parsed =
                SystemFile.parse(file, Files.readString(FOLDER.resolve(file)), options);
        if (!rule.name().startsWith("E_IMAGE_")) {
            return parsed.diagnostics();
        }
        assertFalse(parsed.hasErrors(), () -> parsed.diagnostics().toString());
        return loader(rule).load(file, parsed.value()).diagnostics();
    }

    private static ProgramLoader loader(Rule rule) {
        JavaCompiler compiler =
                rule == Rule.E_IMAGE_COMPILER ? null : ToolProvider.getSystemJavaCompiler();
        return new ProgramLoader(
                FILES, Map.of(), RuleFixturesTest.class.getClassLoader(), compiler);
    }

    /** The fixtures' folder differs from checkout to checkout. */
    private static String relative(String line) {
        return line.replace(FOLDER + "/", "").replace(FOLDER.toString(), "RULES");
    }

    /** Finds test resources of this package. */
    static final class Fixtures {
        private Fixtures() {}

        static Path path(String name) {
            try {
                return Path.of(RuleFixturesTest.class.getResource(name).toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
