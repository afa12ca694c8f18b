package io.atoll.kernel.concurrency;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** A flag that shares a line with what others read makes every one of its writes cost them one. */
class PaddedFlagTest {
    private static final long BYTES_BETWEEN = 128;

    /** Where the JVM has put a field, in bytes from the beginning of the object. */
    private static long offsetOf(Field field) throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
        Object instance = unsafe.getMethod("getUnsafe").invoke(null);
        return (long) unsafe.getMethod("objectFieldOffset", Field.class).invoke(instance, field);
    }

    /** All fields of a flag, padding included. */
    private static List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = PaddedFlag.class; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    /** With padding of longs the JVM put the bit in front of it, into the gap behind the header. */
    @Test
    void shouldHaveItsBitAloneOnItsLines() throws ReflectiveOperationException {
        long bit = -1;
        long last = 0;
        for (Field field : fields()) {
            long offset = offsetOf(field);
            last = Math.max(last, offset);
            if (field.getName().equals("value")) {
                bit = offset;
            }
        }

        assertTrue(bit >= BYTES_BETWEEN, "bit at " + bit);
        assertTrue(last - bit >= BYTES_BETWEEN, "bit at " + bit + ", last byte at " + last);
    }
}
