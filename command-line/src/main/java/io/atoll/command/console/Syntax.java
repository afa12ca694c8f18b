package io.atoll.command.console;

import io.atoll.command.UsageException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may follow a verb. In its text a word such as {@code n} is a value that has its place, a
 * pair such as {@code cluster N} one that is named; what stands in brackets may be left out. What
 * ends in dots takes all that follows.
 *
 * @param text as help shows it
 * @param placed names of the values that have a place
 * @param required how many of them must be there
 * @param named names of the values that are named
 */
record Syntax(String text, List<String> placed, int required, List<String> named) {
    Syntax {
        placed = List.copyOf(placed);
        named = List.copyOf(named);
    }

    /** Reads the text. */
    static Syntax of(String text) {
        List<String> placed = new ArrayList<>();
        List<String> named = new ArrayList<>();
        int required = 0;
        for (String part : text.isEmpty() ? new String[0] : text.split(" (?![^\\[]*\\])")) {
            String bare = part.replaceAll("[\\[\\].]", "");
            String[] words = bare.split("[ =]");
            if (words.length == 2) {
                named.add(words[0]);
            } else {
                placed.add(bare);
                required += part.startsWith("[") ? 0 : 1;
            }
        }
        return new Syntax(text, placed, required, named);
    }

    /** The values in a line that a person typed. */
    Arguments parse(String verb, List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        int place = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String key = word.replaceFirst("=.*", "");
            if (named.contains(key) && word.contains("=")) {
                values.put(key, word.substring(key.length() + 1));
            } else if (named.contains(word) && i + 1 < words.size()) {
                values.put(word, words.get(++i));
            } else if (place < placed.size()) {
                values.put(placed.get(place++), word);
            } else if (takesAll()) {
                values.merge(placed.getLast(), word, (before, more) -> before + " " + more);
            } else {
                throw new UsageException(
                        "%s: there is nothing for '%s' to say".formatted(verb, word));
            }
        }
        return checked(verb, values);
    }

    private boolean takesAll() {
        return text.contains("...");
    }

    /** The values that a program sent, by name. */
    Arguments checked(String verb, Map<String, String> values) {
        for (String name : values.keySet()) {
            if (!placed.contains(name) && !named.contains(name)) {
                throw new UsageException("%s: it knows no '%s'".formatted(verb, name));
            }
        }
        for (String needed : placed.subList(0, required)) {
            if (!values.containsKey(needed)) {
                throw new UsageException("%s needs %s: %1$s %s".formatted(verb, needed, text));
            }
        }
        return new Arguments(verb, values);
    }
}
