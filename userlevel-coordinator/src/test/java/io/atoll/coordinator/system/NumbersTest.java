package io.atoll.coordinator.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.Optional;

/** Integers as Microkit writes them. */
class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "007,7",
        "1_000,1000",
        "1__0_,10",
        "-5,-5",
        "0x1f,31",
        "0X1F,31",
        "0x2_000,8192",
        "0x_ff,255",
        "99999999999999999999,99999999999999999999"
    })
    void shouldReadDecimalAndHexadecimal(String text, BigInteger value) {
        assertEquals(Optional.of(value), Numbers.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " 1", "1 ", "+1", "_", "_1", "0x", "0x_", "-0x1", "1.0", "1e3", "ff", "--1"
            })
    void shouldReadNothingElse(String text) {
        assertEquals(Optional.empty(), Numbers.parse(text));
    }

    @Test
    void shouldGroupHexadecimalDigits() {
        assertEquals("0x0", Numbers.hex(0));
        assertEquals("0xffff", Numbers.hex(0xffff));
        assertEquals("0x1_0000", Numbers.hex(0x1_0000));
        assertEquals("0x4000_2000", Numbers.hex(0x4000_2000));
        assertEquals("[0x4000_0000..0x4000_2000)", Numbers.range(0x4000_0000, 0x2000));
    }
}
