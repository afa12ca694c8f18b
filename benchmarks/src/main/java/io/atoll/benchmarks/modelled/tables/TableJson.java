package io.atoll.benchmarks.modelled.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables as JSON:
 *
 * <pre>
 * {…facts…, "clock": "virtual, modelled",
 *  "tables": [{"name", "title", "columns": [], "rows": [{"name", "cells": []}], "notes": []}]}
 * </pre>
 *
 * Figures have six significant digits.
 */
public final class TableJson {
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private TableJson() {}

    /**
     * All of them, with a line end.
     *
     * @param facts what they are from, first
     */
    public static String of(Map<String, ?> facts, List<Table> tables) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put("clock", "virtual, modelled");
        all.put("tables", tables.stream().map(TableJson::data).toList());
        try {
            return MAPPER.writeValueAsString(all) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible); // nothing but maps, lists and values
        }
    }

    private static Map<String, Object> data(Table table) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", table.name());
        fields.put("title", table.title());
        fields.put("columns", table.columns());
        fields.put("rows", table.rows().stream().map(TableJson::data).toList());
        fields.put("notes", table.notes());
        return fields;
    }

    private static Map<String, Object> data(Table.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", row.name());
        List<Object> cells = new ArrayList<>();
        row.cells()
                .forEach(cell -> cells.add(cell instanceof Double number ? rounded(number) : cell));
        fields.put("cells", cells);
        return fields;
    }

    private static Object rounded(double number) {
        return Double.isFinite(number) ? new BigDecimal(number).round(SIX_DIGITS) : null;
    }
}
