package io.atoll.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter.FixedSpaceIndenter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

import io.atoll.benchmarks.harness.Difference;
import io.atoll.benchmarks.harness.Ratio;
import io.atoll.benchmarks.harness.Result;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.Function;

/**
 * A {@link Report} as JSON, the same for every benchmark:
 *
 * <pre>
 * {"atoll": version,
 *  "host": {"os", "cpu", "cpus", "pinning", "jdk", "flags": […], "warnings": […]},
 *  "results": [{"benchmark", "subject", "unit", "count",
 *               "min", "mean", "p50", "p90", "p99", "p999", "max", "bytesPerOp"}],
 *  "ratios": [{"benchmark", "subject", "reference", "median", "low", "high"}],
 *  "differences": [{"benchmark", "subject", "reference", "unit", "median", "low", "high"}]}
 * </pre>
 *
 * Fields are always all there; a figure that is not known is null. Figures have six significant
 * digits and no exponent. Every field of the host, every result, ratio and difference is one line,
 * so that two files can be compared line by line.
 */
final class ReportJson {
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter ONE_LINE = MAPPER.writer(oneLinePrinter());

    private ReportJson() {}

    static void write(Report report, Writer out) throws IOException {
        out.write("{\n  \"atoll\": " + ONE_LINE.writeValueAsString(report.atoll()));
        out.write(",\n  \"host\": " + lines("{", fields(host(report)), "}"));
        out.write(",\n  \"results\": " + lines("[", nodes(report.results(), ReportJson::of), "]"));
        out.write(",\n  \"ratios\": " + lines("[", nodes(report.ratios(), ReportJson::of), "]"));
        out.write(
                ",\n  \"differences\": "
                        + lines("[", nodes(report.differences(), ReportJson::of), "]"));
        out.write("\n}\n");
        out.flush();
    }

    private static DefaultPrettyPrinter oneLinePrinter() {
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(
                        Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(FixedSpaceIndenter.instance);
        printer.indentArraysWith(FixedSpaceIndenter.instance);
        return printer;
    }

    private static String lines(String open, List<String> items, String close) {
        return items.isEmpty()
                ? open + close
                : open + "\n    " + String.join(",\n    ", items) + "\n  " + close;
    }

    private static List<String> fields(ObjectNode node) {
        return node.properties().stream()
                .map(
                        field ->
                                line(MAPPER.valueToTree(field.getKey()))
                                        + ": "
                                        + line(field.getValue()))
                .toList();
    }

    private static <T> List<String> nodes(List<T> things, Function<T, JsonNode> node) {
        return things.stream().map(node).map(ReportJson::line).toList();
    }

    private static String line(JsonNode node) {
        try {
            return ONE_LINE.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("a tree in memory can be written", impossible);
        }
    }

    private static ObjectNode host(Report report) {
        Host host = report.host();
        ObjectNode node = MAPPER.createObjectNode();
        node.put("os", host.os());
        node.put("cpu", host.cpu());
        node.put("cpus", host.cpus());
        node.put("pinning", host.pinning());
        node.put("jdk", host.jdk());
        addAll(node.putArray("flags"), host.flags());
        addAll(node.putArray("warnings"), report.warnings());
        return node;
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static ObjectNode of(Result result) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("benchmark", result.benchmark());
        node.put("subject", result.subject());
        node.put("unit", result.unit());
        node.put("count", result.count());
        put(node, "min", result.min());
        put(node, "mean", result.mean());
        put(node, "p50", result.p50());
        put(node, "p90", result.p90());
        put(node, "p99", result.p99());
        put(node, "p999", result.p999());
        put(node, "max", result.max());
        put(node, "bytesPerOp", result.bytesPerOp());
        return node;
    }

    private static ObjectNode of(Ratio ratio) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("benchmark", ratio.benchmark());
        node.put("subject", ratio.subject());
        node.put("reference", ratio.reference());
        put(node, "median", ratio.median());
        put(node, "low", ratio.low());
        put(node, "high", ratio.high());
        return node;
    }

    private static ObjectNode of(Difference difference) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("benchmark", difference.benchmark());
        node.put("subject", difference.subject());
        node.put("reference", difference.reference());
        node.put("unit", difference.unit());
        put(node, "median", difference.median());
        put(node, "low", difference.low());
        put(node, "high", difference.high());
        return node;
    }

    private static void put(ObjectNode node, String name, double figure) {
        if (Double.isFinite(figure)) {
            // written as itself, and so without an exponent
            node.putRawValue(
                    name,
                    new RawValue(
                            new BigDecimal(figure)
                                    .round(SIX_DIGITS)
                                    .stripTrailingZeros()
                                    .toPlainString()));
        } else {
            node.putNull(name);
        }
    }
}
