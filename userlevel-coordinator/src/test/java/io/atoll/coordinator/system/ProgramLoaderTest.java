package io.atoll.coordinator.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.tools.ToolProvider;

/** From program images to classes. */
class ProgramLoaderTest {
    @TempDir Path folder;

    private SearchPath files;

    /** A program on the class path. */
    public static final class OnClassPath {}

    @BeforeEach
    void setSearchPath() {
        files = new SearchPath(List.of(folder));
    }

    @Nested
    class ClassesOfTheClassPath {
        @Test
        void shouldBeFoundByName() {
            assertSame(OnClassPath.class, only(OnClassPath.class.getName()));
        }

        @Test
        void shouldBeFoundByNameAfterAPrefix() {
            assertSame(OnClassPath.class, only("java:" + OnClassPath.class.getName()));
        }

        @Test
        void shouldStandForAnElfImageThatIsMapped() {
            Map<String, String> images = Map.of("ping.elf", OnClassPath.class.getName());

            assertSame(OnClassPath.class, load(images, system("ping.elf")).orThrow().get("pd0"));
        }

        @Test
        void shouldBeLoadedWithoutBeingInitialised() {
            assertNotNull(only(FailsWhenInitialised.class.getName()));
        }

        /** Stands for a program whose static initialiser must run in its own thread. */
        public static final class FailsWhenInitialised {
            static final int ANSWER = fail();

            private static int fail() {
                throw new IllegalStateException("initialised too early");
            }
        }
    }

    @Nested
    class SourceFiles {
        @Test
        void shouldBeCompiled() throws Exception {
            write("Ping.java", "public class Ping { public String toString() { return \"ok\"; } }");

            Class<?> ping = only("Ping.java");

            assertEquals("Ping", ping.getName());
            assertEquals("ok", ping.getDeclaredConstructor().newInstance().toString());
        }

        @Test
        void shouldSeeTheClassPathOfTheRunningJava() throws Exception {
            write(
                    "Ping.java",
                    """
                    import io.atoll.coordinator.system.*;

                    public class Ping implements SystemDefinition {
                        public SystemBuilder describe() {
                            return SystemBuilder.named("seen");
                        }
                    }
                    """);

            Object ping = only("Ping.java").getDeclaredConstructor().newInstance();

            assertInstanceOf(SystemDefinition.class, ping);
        }

        @Test
        void shouldSeeTheFilesBesideThemEvenInAPackage() throws Exception {
            write("com/acme/Ping.java", "package com.acme; public class Ping extends Helper {}");
            write("com/acme/Helper.java", "package com.acme; class Helper { int helped; }");

            Class<?> ping = only("com/acme/Ping.java");

            assertEquals("com.acme.Ping", ping.getName());
            assertEquals("com.acme.Helper", ping.getSuperclass().getName());
            assertSame(ping.getClassLoader(), ping.getSuperclass().getClassLoader());
        }

        @Test
        void shouldBeCompiledTogetherAndSharedBetweenDomains() throws IOException {
            write("Ping.java", "class Ping { static Class<?> other() { return Pong.class; } }");
            write("sub/Pong.java", "class Pong {}");

            Map<String, Class<?>> classes =
                    load(Map.of(), system("Ping.java", "sub/Pong.java", "./Ping.java")).orThrow();

            assertEquals(List.of("pd0", "pd1", "pd2"), List.copyOf(classes.keySet()));
            assertEquals("Pong", classes.get("pd1").getName());
            assertSame(classes.get("pd0"), classes.get("pd2"));
            assertSame(classes.get("pd0").getClassLoader(), classes.get("pd1").getClassLoader());
        }

        @Test
        void shouldStandForTheClassOfTheirName() throws IOException {
            write("Two.java", "class One { class Inner {} } class Two { Runnable r = () -> {}; }");

            assertEquals("Two", only("Two.java").getName());
        }

        @Test
        void shouldStandForTheirOnlyClassWhateverItsName() throws IOException {
            write("hello.java", "class Hello { class Inner {} }");

            assertEquals("Hello", only("hello.java").getName());
        }

        @Test
        void shouldBeRefusedIfNoClassIsMeant() throws IOException {
            write("Three.java", "class One {} class Two {}");

            assertEquals(List.of(Rule.E_IMAGE_CLASS), rules(load(Map.of(), system("Three.java"))));
        }

        @Test
        void shouldWinOverClassesOfTheSameNameOnTheClassPath() throws IOException {
            String path = OnClassPathTwin.class.getName().replace('.', '/') + ".java";
            write(
                    path,
                    "package "
                            + OnClassPathTwin.class.getPackageName()
                            + "; class OnClassPathTwin {}");

            Class<?> compiled = only(path);

            assertEquals(OnClassPathTwin.class.getName(), compiled.getName());
            assertNotSame(OnClassPathTwin.class, compiled);
        }

        @Test
        void shouldStandForAnElfImageThatIsMapped() throws IOException {
            write("src/Ping.java", "class Ping {}");

            Map<String, String> images = Map.of("ping.elf", "src/Ping.java");

            assertEquals("Ping", load(images, system("ping.elf")).orThrow().get("pd0").getName());
        }

        @Test
        void shouldHaveTheirErrorsReportedWithFileRowAndColumn() throws IOException {
            write("Ping.java", "class Ping {\n\tint x = \"y\";\n}\n");
            write("Pong.java", "class Pong {\n");

            Parsed<Map<String, Class<?>>> loaded = load(Map.of(), system("Pong.java", "Ping.java"));

            assertEquals(
                    List.of(
                            folder.resolve("Pong.java")
                                    + ":1:13: error: reached end of file while parsing"
                                    + "   [E-IMAGE-COMPILE]"),
                    loaded.diagnostics().stream().map(Diagnostic::toString).toList());
            write("Pong.java", "class Pong {}\n");
            assertEquals(
                    List.of(
                            folder.resolve("Ping.java")
                                    + ":2:10: error: incompatible types: java.lang.String cannot"
                                    + " be converted to int   [E-IMAGE-COMPILE]"),
                    load(Map.of(), system("Pong.java", "Ping.java")).diagnostics().stream()
                            .map(Diagnostic::toString)
                            .toList());
        }
    }

    @Nested
    class ClassFiles {
        @Test
        void shouldBeLoadedWithTheClassesTheyNeed() throws Exception {
            write("com/acme/Ping.java", "package com.acme; public class Ping extends Helper {}");
            write("com/acme/Helper.java", "package com.acme; class Helper {}");
            compileOnDisk("com/acme/Ping.java", "com/acme/Helper.java");

            Class<?> ping = only("com/acme/Ping.class");

            assertEquals("com.acme.Ping", ping.getName());
            assertEquals("com.acme.Helper", ping.getSuperclass().getName());
        }

        @Test
        void shouldBeRefusedOutsideTheFolderOfTheirPackage() throws IOException {
            write("com/acme/Ping.java", "package com.acme; class Ping {}");
            compileOnDisk("com/acme/Ping.java");
            Files.move(folder.resolve("com/acme/Ping.class"), folder.resolve("Ping.class"));

            assertEquals(List.of(Rule.E_IMAGE_FILE), rules(load(Map.of(), system("Ping.class"))));
        }

        @Test
        void shouldBeRefusedIfTheyAreSomethingElse() throws IOException {
            write("Ping.class", "class Ping {}");

            assertEquals(List.of(Rule.E_IMAGE_FILE), rules(load(Map.of(), system("Ping.class"))));
        }

        private void compileOnDisk(String... names) {
            String[] paths = new String[names.length];
            for (int i = 0; i < names.length; i++) {
                paths[i] = folder.resolve(names[i]).toString();
            }
            assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, paths));
        }
    }

    @Test
    void shouldReportEveryProgramThatIsMissing() {
        Parsed<Map<String, Class<?>>> loaded =
                load(
                        Map.of("pingg.elf", "a.B"),
                        system("ping.elf", "Nowhere.java", OnClassPath.class.getName()));

        assertEquals(
                List.of(
                        Rule.E_IMAGE_UNMAPPED,
                        Rule.E_IMAGE_UNMAPPED,
                        Rule.E_IMAGE_UNMAPPED,
                        Rule.E_IMAGE_FILE),
                rules(loaded));
        assertTrue(
                loaded.diagnostics().get(2).message().equals("did you mean 'pingg.elf'?"),
                loaded.diagnostics().toString());
    }

    @Test
    void shouldNameTheMappingOfAClassThatDoesNotExist() {
        Parsed<Map<String, Class<?>>> loaded =
                load(Map.of("ping.elf", "com.acme.Nobody"), system("ping.elf"));

        assertEquals(
                "there is no class 'com.acme.Nobody' on the class path, which atoll.toml names for"
                        + " 'ping.elf'",
                loaded.diagnostics().getFirst().message());
    }

    private Class<?> only(String image) {
        return load(Map.of(), system(image)).orThrow().get("pd0");
    }

    private Parsed<Map<String, Class<?>>> load(
            Map<String, String> images, SystemDescription system) {
        return new ProgramLoader(files, images, ProgramLoaderTest.class.getClassLoader())
                .load("test.system", system);
    }

    /** A system with one domain per image: pd0, pd1, ... */
    private static SystemDescription system(String... images) {
        SystemBuilder builder = SystemBuilder.named("test");
        for (int i = 0; i < images.length; i++) {
            String image = images[i];
            builder.protectionDomain("pd" + i, pd -> pd.programImage(image));
        }
        return builder.build(Cores.ofClusters(1, 1));
    }

    private static List<Rule> rules(Parsed<Map<String, Class<?>>> loaded) {
        return loaded.diagnostics().stream().map(Diagnostic::rule).toList();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

/** Exists on the class path, and once more as a source file in a test. */
class OnClassPathTwin {}
