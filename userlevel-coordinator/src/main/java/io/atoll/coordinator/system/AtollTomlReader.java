package io.atoll.coordinator.system;

import io.atoll.coordinator.system.AtollToml.Coordinator;
import io.atoll.coordinator.system.AtollToml.Direction;
import io.atoll.coordinator.system.AtollToml.Link;
import io.atoll.coordinator.system.AtollToml.Machine;
import io.atoll.coordinator.system.AtollToml.Simulation;

import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the text of {@code atoll.toml} into {@link AtollToml}, and reports what is wrong in it. */
final class AtollTomlReader {
    private static final List<String> LEVELS =
            List.of("core", "l2", "l3", "die", "numa", "package", "all");
    private static final List<String> DISCIPLINES =
            List.of("lock-free-fastpath", "big-lock", "fine-grained", "transactions");
    private static final List<String> POLICIES =
            Arrays.stream(PpcPolicy.values())
                    .map(each -> each.name().toLowerCase(Locale.ROOT))
                    .toList();
    private static final List<String> ON_FAULT = List.of("fail", "continue");
    private static final Pattern DIRECTION = Pattern.compile("([0-9]{1,6})>([0-9]{1,6})");
    private static final int LARGEST_SLOTS = 1 << 24;
    private static final int LARGEST_SLOT_BYTES = 1 << 16;
    private static final int LINE_BYTES = 64;

    private AtollTomlReader() {}

    /** The file, and over it what was given elsewhere, each with diagnostics of its own. */
    static Parsed<AtollToml> parse(String fileName, String text, List<Setting> settings) {
        Diagnostics diagnostics = new Diagnostics(fileName);
        TomlParseResult toml = Toml.parse(text);
        for (TomlParseError error : toml.errors()) {
            diagnostics.report(
                    Rule.E_TOML_SYNTAX,
                    new Position(error.position().line(), error.position().column()),
                    "",
                    "not well-formed TOML: " + error.getMessage().replaceAll("\\s+", " "));
        }
        if (diagnostics.hasErrors()) {
            return diagnostics.outcome(null); // the tables after a mistake are not what was meant
        }
        List<TomlSection.Layer> layers = new ArrayList<>();
        layers.add(new TomlSection.Layer(toml, Position.START, diagnostics));
        for (Setting setting : settings) {
            layers.add(
                    new TomlSection.Layer(
                            setting.read(), Position.NONE, new Diagnostics(setting.origin())));
        }
        TomlSection root = new TomlSection("", layers.reversed());
        Optional<TomlSection> linkSection = root.section("link");
        Link link = linkSection.map(AtollTomlReader::commonLink).orElse(Link.DEFAULT);
        AtollToml read =
                new AtollToml(
                        root.section("machine")
                                .map(AtollTomlReader::machine)
                                .orElse(AtollToml.EMPTY.machine()),
                        root.section("images").map(AtollTomlReader::images).orElse(Map.of()),
                        link,
                        linkSection.map(section -> links(section, link)).orElse(Map.of()),
                        root.section("coordinator")
                                .map(AtollTomlReader::coordinator)
                                .orElse(AtollToml.EMPTY.coordinator()),
                        root.section("sim")
                                .map(AtollTomlReader::simulation)
                                .orElse(AtollToml.EMPTY.simulation()));
        root.rejectOthers();
        return outcome(read, layers);
    }

    private static Parsed<AtollToml> outcome(AtollToml read, List<TomlSection.Layer> layers) {
        List<Diagnostic> all =
                layers.stream().flatMap(each -> each.diagnostics().inFileOrder().stream()).toList();
        return new Parsed<>(all.stream().anyMatch(Diagnostic::isError) ? null : read, all);
    }

    private static Machine machine(TomlSection section) {
        Machine machine =
                new Machine(
                        section.string("topology"),
                        oneOf(section, "cluster-by", LEVELS),
                        section.bool("preempt"),
                        oneOf(section, "locking", DISCIPLINES),
                        oneOf(section, "ppc", POLICIES)
                                .filter(POLICIES::contains)
                                .map(name -> PpcPolicy.valueOf(name.toUpperCase(Locale.ROOT))));
        section.rejectOthers();
        return machine;
    }

    private static Optional<String> oneOf(TomlSection section, String key, List<String> names) {
        Optional<String> chosen = section.string(key);
        chosen.filter(name -> !names.contains(name))
                .ifPresent(
                        name -> {
                            section.reject(
                                    key,
                                    "is '"
                                            + name
                                            + "', but must be one of "
                                            + String.join(", ", names));
                            section.suggest(key, name, names);
                        });
        return chosen;
    }

    private static Map<String, String> images(TomlSection section) {
        Map<String, String> images = new LinkedHashMap<>();
        for (String image : section.keys()) {
            if (section.isTable(image)) {
                section.reject(
                        image,
                        "is a table; a name with a dot stands in quotes: \"" + image + ".elf\"");
                continue;
            }
            section.string(image)
                    .ifPresent(
                            program -> {
                                if (ProgramImage.of(program) instanceof ProgramImage.Elf) {
                                    section.reject(
                                            image,
                                            "is '"
                                                    + program
                                                    + "', but must be a Java class such as"
                                                    + " \"com.acme.Ping\" or a .java file");
                                }
                                images.put(image, program);
                            });
        }
        return images;
    }

    private static Link commonLink(TomlSection section) {
        return link(section, Link.DEFAULT);
    }

    private static Link link(TomlSection section, Link otherwise) {
        OptionalInt slots = section.integer("slots", 2, LARGEST_SLOTS);
        if (slots.isPresent() && Integer.bitCount(slots.getAsInt()) != 1) {
            section.reject(
                    "slots",
                    "is "
                            + slots.getAsInt()
                            + ", but must be a power of two; the next one is "
                            + 2 * Integer.highestOneBit(slots.getAsInt()));
        }
        OptionalInt bytes = section.integer("slot-bytes", LINE_BYTES, LARGEST_SLOT_BYTES);
        if (bytes.isPresent() && bytes.getAsInt() % LINE_BYTES != 0) {
            section.reject(
                    "slot-bytes",
                    "is " + bytes.getAsInt() + ", but must be a multiple of " + LINE_BYTES);
        }
        return new Link(slots.orElse(otherwise.slots()), bytes.orElse(otherwise.slotBytes()));
    }

    private static Map<Direction, Link> links(TomlSection section, Link common) {
        Map<Direction, Link> links = new LinkedHashMap<>();
        for (String key : section.keys()) {
            Matcher direction = DIRECTION.matcher(key);
            if (!direction.matches()) {
                if (section.isTable(key)) {
                    section.reject(key, "is not a direction between two clusters, such as \"0>1\"");
                }
            } else {
                Optional<TomlSection> inner = section.section(key);
                inner.ifPresent(
                        found -> {
                            links.put(direction(section, key, direction), link(found, common));
                            found.rejectOthers();
                        });
            }
        }
        section.rejectOthers();
        return links;
    }

    private static Direction direction(TomlSection section, String key, Matcher matcher) {
        Direction direction =
                new Direction(
                        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (direction.from() == direction.to()) {
            section.reject(key, "leads from a cluster to itself; links join two clusters");
        }
        return direction;
    }

    private static Coordinator coordinator(TomlSection section) {
        Coordinator coordinator =
                new Coordinator(
                        section.string("core"), section.strings("services").orElse(List.of()));
        section.rejectOthers();
        return coordinator;
    }

    private static Optional<Long> seed(TomlSection section) {
        return section.numeral("seed")
                .flatMap(
                        text -> {
                            Optional<Long> seed = Seed.parse(text);
                            if (seed.isEmpty()) {
                                section.reject("seed", "is '%s'; %s".formatted(text, Seed.FORM));
                            }
                            return seed;
                        });
    }

    private static Optional<String> timeText(TomlSection section, String key) {
        Optional<String> text = section.string(key);
        text.filter(each -> TimeSpan.parse(each).isEmpty())
                .ifPresent(
                        each -> section.reject(key, "is '%s'; %s".formatted(each, TimeSpan.FORM)));
        return text;
    }

    private static Simulation simulation(TomlSection section) {
        Map<String, String> faults = new LinkedHashMap<>();
        section.section("faults")
                .ifPresent(
                        inner -> {
                            for (String kind : inner.keys()) {
                                inner.string(kind).ifPresent(spec -> faults.put(kind, spec));
                            }
                        });
        Simulation simulation =
                new Simulation(
                        seed(section),
                        section.string("costs"),
                        faults,
                        section.string("until"),
                        timeText(section, "timeout"),
                        oneOf(section, "on-fault", ON_FAULT),
                        timeText(section, "shrink-time").flatMap(TimeSpan::parse));
        section.rejectOthers();
        return simulation;
    }
}
