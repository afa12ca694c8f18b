package io.atoll.stress;

import org.openjdk.jcstress.infra.runners.TestList;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One ordering: the name of the class that proves it, and the tests in it.
 *
 * @param right name of the test of the real code, null if there is none
 * @param twins names of the tests of its broken twins
 */
record Proof(String name, String right, List<String> twins) {
    private static final String RIGHT = "Right";

    /** All that are on the class path, by name. */
    static List<Proof> all() {
        Map<String, List<String>> tests = new TreeMap<>();
        for (String test : TestList.tests()) {
            tests.computeIfAbsent(enclosing(test), name -> new ArrayList<>()).add(test);
        }
        List<Proof> proofs = new ArrayList<>();
        tests.forEach((name, each) -> proofs.add(of(name, each)));
        return proofs;
    }

    private static Proof of(String name, List<String> tests) {
        String right = null;
        List<String> twins = new ArrayList<>();
        for (String test : tests.stream().sorted().toList()) {
            if (simple(test).equals(RIGHT)) {
                right = test;
            } else {
                twins.add(test);
            }
        }
        return new Proof(name, right, twins);
    }

    private static String enclosing(String test) {
        return test.substring(0, test.lastIndexOf('.'));
    }

    /** The last part of a class's name. */
    static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    String simpleName() {
        return simple(name);
    }
}
