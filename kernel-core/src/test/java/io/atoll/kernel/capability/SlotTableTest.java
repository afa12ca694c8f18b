package io.atoll.kernel.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

class SlotTableTest {
    @Test
    void shouldHaveAnEmptySlotOfItsOwnForEveryIndex() {
        for (int size : new int[] {1, 2, 63, 64, 65, 1000}) {
            SlotTable table = new SlotTable(size);
            var seen = Collections.<Slot>newSetFromMap(new IdentityHashMap<>());
            for (int i = 0; i < size; i++) {
                assertTrue(table.get(i).isEmpty());
                assertTrue(seen.add(table.get(i)), "slot " + i + " of " + size + " is another's");
            }
            assertThrows(IndexOutOfBoundsException.class, () -> table.get(size));
        }
    }

    @Test
    void shouldMakeSlotsNearThoseLookedUpOnly() {
        SlotTable table = new SlotTable(1 << 20);
        assertNull(table.getIfMade(777_777));
        Slot slot = table.get(777_777);
        assertSame(slot, table.get(777_777));
        assertSame(slot, table.getIfMade(777_777));
        assertNotSame(slot, table.get(777_778));
        assertNotNull(table.getIfMade(777_778));
        assertNull(table.getIfMade(777_777 - 64));
        assertNull(table.getIfMade(777_777 + 64));
    }

    @Test
    void shouldTellOfMadeSlotsInTheirOrder() {
        SlotTable table = new SlotTable(300);
        Slot late = table.get(299);
        Slot early = table.get(70);
        List<Slot> made = new ArrayList<>();
        table.forEachMade(made::add);
        assertEquals(64 + 300 - 256, made.size());
        assertSame(early, made.get(70 - 64));
        assertSame(late, made.getLast());
    }
}
