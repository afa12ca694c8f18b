package io.atoll.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One description per rule that it breaks; {@code ^} in the description marks the column to be
 * named.
 */
class SyntheticErrorsTest {
    private static void assertRefused(String marked, String sentence) {
        int column = marked.indexOf('^') + 1;
        String description = marked.replace("^", "");
        TopologyFormatException refusal =
                assertThrows(
                        TopologyFormatException.class,
                        () -> SyntheticTopology.parse(description),
                        description);
        assertEquals("topology, column %d: %s".formatted(column, sentence), refusal.getMessage());
        assertEquals(column, refusal.column());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'^' | there is no level; write for example l2:2 core:2 pu:1",
                "'  ^' | there is no level; write for example l2:2 core:2 pu:1",
                "'^(memory=1GB)' | there is no level; write for example l2:2 core:2 pu:1",
                "l2:2 ^core:2 | the last level must be the hardware threads, not Core; add for"
                        + " example pu:1",
                "core:2 ^3 pu:1 | this level has no type and those before it have; write for"
                        + " example core:3",
                "2 ^core:3 pu:1 | this level has a type and those before it have none; give all or"
                        + " none a type",
                "core:2 ^core:2 pu:1 | there is a level of type Core already; leave one out",
                "package:2 ^socket:2 pu:1 | there is a level of type Package already; leave one"
                        + " out",
                "l2:2 ^l2:2 pu:1 | there is a level of type L2Cache already; leave one out",
                "numa:2 ^node:2 pu:1 | there is a level of type NUMANode already; leave one out",
                "pu:2 ^pu:2 | there is a level of type PU already; leave one out",
                "package:2 ^[numa] numa:2 pu:2 | there is a level of NUMA nodes, so none can be"
                        + " attached in brackets; leave one out",
                "core:2 pu:2 ^[numa] | a NUMA node cannot belong to a single hardware thread; write"
                        + " it behind an earlier level",
                "core:2 ^pu:32769 | the machine gets too big here; it can have at most 65536"
                        + " hardware threads",
                "^9223372036854775807 9223372036854775807 | the machine gets too big here; it can"
                        + " have at most 65536 hardware threads",
            })
    void shouldRefuseLevelsThatMakeNoMachine(String marked, String sentence) {
        assertRefused(marked, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "core:2 ^, pu:1 | expected a level such as core:2, found ','",
                "core:2 ^-1 | expected a level such as core:2, found '-1'",
                "cor^é:2 | 'cor' needs a colon and a count; write for example cor:2",
                "^tree:2 pu:1 | 'tree' is no type of object; write one of package, die, numa,"
                    + " group, l1 to l5 (with d or i for data or instruction caches), core or pu",
                "^machine:2 pu:1 | 'machine' is no type of object; write one of package, die, numa,"
                    + " group, l1 to l5 (with d or i for data or instruction caches), core or pu",
                "^l6:2 pu:1 | 'l6' is no type of object; write one of package, die, numa, group, l1"
                        + " to l5 (with d or i for data or instruction caches), core or pu",
                "core^ pu:1 | 'core' needs a colon and a count; write for example core:2",
                "core:^ | the count of a level must be a number, found the end; write for example"
                        + " core:2",
                "core:^two pu:1 | the count of a level must be a number, found 'two'; write for"
                        + " example core:2",
                "core:^09 pu:1 | the count of a level must be a number, found '09'; write for"
                        + " example core:2",
                "core:^99999999999999999999 pu:1 | the count of a level is too big; write for"
                        + " example core:2",
                "core:^0 pu:1 | a level needs at least one object, not 0",
            })
    void shouldRefuseWhatIsNoLevel(String marked, String sentence) {
        assertRefused(marked, sentence);
    }

    @Test
    void shouldRefuseMoreLevelsThanHwloc() {
        String groups =
                IntStream.range(0, 128).mapToObj(i -> "group:1").collect(Collectors.joining(" "));
        assertRefused(groups + " ^pu:1", "there are more than 128 levels; leave some out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4x^ | the number of cores in a cluster must be a number, found the end; write for"
                        + " example 4x2",
                "4x^y | the number of cores in a cluster must be a number, found 'y'; write for"
                        + " example 4x2",
                "4x^0 | the number of cores in a cluster must be at least 1, not 0",
                "4x2^x2 | nothing can follow clusters x cores, found 'x2'; write for example 4x2 or"
                        + " l2:4 core:2 pu:1",
                "4x2 ^pu:1 | nothing can follow clusters x cores, found 'pu:1'; write for example"
                        + " 4x2 or l2:4 core:2 pu:1",
                "^70000x2 | the machine gets too big here; it can have at most 65536 hardware"
                        + " threads",
            })
    void shouldRefuseHalfAShorthand(String marked, String sentence) {
        assertRefused(marked, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pu:1^(indexes=0 | this parenthesis is never closed; add ')'",
                "l2:2(size=4 ^pu:1 | expected ')' or an attribute such as size=1MiB, found 'pu:1'",
                "l2:2(^size) pu:1 | expected ')' or an attribute such as size=1MiB, found 'size'",
                "l2:2(^=4) pu:1 | expected ')' or an attribute such as size=1MiB, found '='",
                "l2:2(size=^) pu:1 | 'size' needs a value behind '='",
                "l2:2(^colour=red) pu:1 | L2Cache has no attribute 'colour'; it can have size,"
                        + " indexes",
                "core:2(^size=4) pu:1 | Core has no attribute 'size'; it can have indexes",
                "l2:2(^memory=4) pu:1 | L2Cache has no attribute 'memory'; it can have size,"
                        + " indexes",
                "(^size=4) pu:1 | Machine has no attribute 'size'; it can have memory",
                "l2:2(size=^big) pu:1 | size must be a number, found 'big'; write for example"
                        + " size=1MiB",
                "l2:2(size=4^XB) pu:1 | 'XB' is no unit; write kB, MB, GB, TB (powers of 1000) or"
                        + " KiB, MiB, GiB, TiB (powers of 1024)",
                "l2:2(size=^9000000000GiB) pu:1 | size is too big; write for example size=1MiB",
            })
    void shouldRefuseAttributesThatMeanNothing(String marked, String sentence) {
        assertRefused(marked, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "package:2 [^core] pu:1 | only a NUMA node can stand in brackets, not 'core'; write"
                        + " [NUMANode]",
                "package:2 [^] pu:1 | only a NUMA node can stand in brackets, not ''; write"
                        + " [NUMANode]",
                "package:2 [numa^:2] pu:1 | the bracket opened in column 11 must be closed by ']',"
                        + " found ':2]'",
                "package:2 [numa^ | the bracket opened in column 11 must be closed by ']', found"
                        + " the end",
            })
    void shouldRefuseOtherThingsInBrackets(String marked, String sentence) {
        assertRefused(marked, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pu:2(indexes=^0) | indexes lists 1 numbers for 2 objects; list one for each",
                "pu:2(indexes=^1,1) | indexes lists 1 twice; give every object its own",
                "pu:2(indexes=0,^) | an entry of indexes must be a number, found the end; write for"
                        + " example indexes=0,2,1,3",
                "pu:2(indexes=0,^1048576) | 1048576 in indexes is not between 0 and 1048575",
                "pu:2(indexes=0^;1) | indexes cannot go on with ';1'; write a list 0,2,1,3, loops"
                        + " 2*2:1*2 or types l2:core",
                "pu:4(indexes=^2*3:1*2) | indexes=2*3:1*2 does not number 4 objects, each once; the"
                        + " counts must multiply to 4",
                "pu:4(indexes=^2*2:2*2) | indexes=2*2:2*2 does not number 4 objects, each once; the"
                        + " counts must multiply to 4",
                "pu:4(indexes=2*2:1^) | expected '*' and a count, found the end; write for example"
                        + " indexes=2*2:1*2",
                "pu:4(indexes=^0*2:1*2) | 0 in indexes is not between 1 and 1048575",
                "pu:4(indexes=^bogus) | 'bogus' is no type of object; write for example"
                        + " indexes=l2:core",
                "core:2 pu:2(indexes=^l2:core) | indexes names L2Cache, which is no level above;"
                        + " name levels that are",
                "package:2 [numa(indexes=0,1)] [numa(indexes=^2,3)] pu:1 | indexes of the NUMA"
                        + " nodes were given before; they number all nodes, so give them once",
            })
    void shouldRefuseIndexesThatDoNotFit(String marked, String sentence) {
        assertRefused(marked, sentence);
    }
}
