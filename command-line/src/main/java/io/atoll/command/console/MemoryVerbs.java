package io.atoll.command.console;

import io.atoll.cluster.SharedRegion;
import io.atoll.command.system.Workload;
import io.atoll.coordinator.system.Mapping;
import io.atoll.coordinator.system.ProtectionDomain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The verb that looks at memory: at a region of the system, a link, or a program's addresses. */
final class MemoryVerbs {
    private static final int MOST_BYTES = 4096;
    private static final int BYTES_OF_LINE = 16;
    private static final String REGION = "region:";

    private final Session session;

    MemoryVerbs(Session session) {
        this.session = session;
    }

    List<Verb> verbs() {
        return List.of(
                Verb.of(
                                "mem",
                                "region offset length",
                                "bytes of a memory region, a link, or a program",
                                this::memory)
                        .withDetails(
                                "mem REGION OFFSET LENGTH   a memory region of the description",
                                "mem link0-1 OFFSET LENGTH  what coordinators 0 and 1 share",
                                "mem NAME ADDRESS LENGTH    a program's own address space"));
    }

    private Answer memory(Arguments arguments) {
        String name = arguments.text("region");
        long offset = arguments.number("offset", 0, 0, Long.MAX_VALUE);
        int length = (int) arguments.number("length", 0, 1, MOST_BYTES);
        byte[] bytes = read(name, offset, length);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += BYTES_OF_LINE) {
            lines.add(line(bytes, at, offset + at));
        }
        if (bytes.length < length) {
            lines.add(
                    bytes.length == 0
                            ? "there is no memory at 0x%x of '%s'".formatted(offset, name)
                            : "no memory behind that");
        }
        return new Answer(
                lines, Map.of("offset", offset, "bytes", HexFormat.of().formatHex(bytes)));
    }

    private byte[] read(String name, long offset, int length) {
        Workload workload = session.system().workload();
        for (SharedRegion region : workload.regions()) {
            if (nameOf(region).equals(name)) {
                return session.machine().region(region.label(), offset, length).orElse(new byte[0]);
            }
        }
        Optional<byte[]> mapped =
                workload.plan()
                        .flatMap(
                                plan ->
                                        plan.domains().stream()
                                                .flatMap(domain -> mapping(domain, name))
                                                .findFirst())
                        .map(
                                map ->
                                        session.machine()
                                                .addressSpace(
                                                        map.who, map.address + offset, length));
        if (mapped.isPresent()) {
            return mapped.get();
        }
        TreeSet<String> all = new TreeSet<>(workload.programs());
        session.machine().threads().forEach(thread -> all.add(thread.name()));
        workload.regions().forEach(region -> all.add(nameOf(region)));
        Names.known("memory", name, all);
        return session.machine().addressSpace(name, offset, length);
    }

    private record At(String who, long address) {}

    /** Where a program has a region of that name; regions of one cluster have no other place. */
    private static Stream<At> mapping(ProtectionDomain domain, String region) {
        return domain.maps().stream()
                .filter(map -> map.region().equals(region))
                .map(Mapping::virtualAddress)
                .map(address -> new At(domain.name(), address));
    }

    /** As it is typed: a region by its own name, a link without the space. */
    static String nameOf(SharedRegion region) {
        return region.label().startsWith(REGION)
                ? region.label().substring(REGION.length())
                : region.label().replace(" ", "");
    }

    private static String line(byte[] bytes, int at, long address) {
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = at; i < at + BYTES_OF_LINE; i++) {
            hex.append(i % 8 == 0 && i > at ? " " : "");
            hex.append(i < bytes.length ? "%02x ".formatted(bytes[i]) : "   ");
            if (i < bytes.length) {
                boolean isPrintable = bytes[i] >= ' ' && bytes[i] < 127;
                text.append(isPrintable ? new String(bytes, i, 1, StandardCharsets.US_ASCII) : ".");
            }
        }
        return "0x%06x  %s %s".formatted(address, hex, text);
    }
}
