package io.atoll.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Map;

class PaletteTest {
    @Test
    void shouldBeAutomaticOnATerminalThatShowsColoursAndWhoseOwnerWantsThem() {
        assertTrue(Palette.of(Palette.When.AUTO, Map.of("TERM", "xterm"), true).isOn());
        assertTrue(Palette.of(Palette.When.AUTO, Map.of("NO_COLOR", ""), true).isOn());
        assertFalse(Palette.of(Palette.When.AUTO, Map.of(), false).isOn());
        assertFalse(Palette.of(Palette.When.AUTO, Map.of("NO_COLOR", "1"), true).isOn());
        assertFalse(Palette.of(Palette.When.AUTO, Map.of("TERM", "dumb"), true).isOn());
    }

    @Test
    void shouldDoAsItIsToldOtherwise() {
        assertTrue(Palette.of(Palette.When.ALWAYS, Map.of("NO_COLOR", "1"), false).isOn());
        assertFalse(Palette.of(Palette.When.NEVER, Map.of(), true).isOn());
    }

    @Test
    void shouldColourTheWordThatTells() {
        Palette palette = Palette.of(Palette.When.ALWAYS, Map.of(), false);

        assertEquals(
                "a.system:1:2: \u001b[1;31merror\u001b[0m: wrong",
                palette.paint("a.system:1:2: error: wrong"));
        assertEquals(
                "\u001b[1;31mFAIL fault\u001b[0m  crash: why",
                palette.paint("FAIL fault  crash: why"));
        assertEquals("\u001b[1;33mATOLL|WARN\u001b[0m: x", palette.paint("ATOLL|WARN: x"));
        assertEquals("ATOLL|INFO: PASS", palette.paint("ATOLL|INFO: PASS"));
        assertEquals("PASS  x", Palette.PLAIN.paint("PASS  x"));
    }
}
