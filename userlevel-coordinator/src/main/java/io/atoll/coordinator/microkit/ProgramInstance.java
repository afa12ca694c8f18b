package io.atoll.coordinator.microkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** Makes an instance of a program class and sets its {@link SetVar} fields. */
final class ProgramInstance {
    private ProgramInstance() {}

    /**
     * A new instance.
     *
     * @throws IllegalStateException if the class cannot be instantiated, or a variable not be set;
     *     says why
     */
    static Object of(PdImage image) {
        Object instance = instantiate(image);
        for (Class<?> type = image.program(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                SetVar setVar = field.getAnnotation(SetVar.class);
                if (setVar != null) {
                    set(image, instance, field, setVar);
                }
            }
        }
        return instance;
    }

    private static Object instantiate(PdImage image) {
        try {
            Constructor<?> constructor = image.program().getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException _) {
            throw new IllegalStateException(
                    "%s, the program of '%s', has no constructor without parameters"
                            .formatted(image.program().getName(), image.name()));
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(
                    "the constructor of %s threw".formatted(image.program().getName()),
                    thrown.getCause());
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException(
                    "%s cannot be instantiated: %s"
                            .formatted(image.program().getName(), refused.getMessage()),
                    refused);
        }
    }

    private static void set(PdImage image, Object instance, Field field, SetVar setVar) {
        String symbol = setVar.value().isEmpty() ? field.getName() : setVar.value();
        Long value = image.variables().get(symbol);
        if (value == null) {
            throw new IllegalStateException(
                    "'%s' sets no variable '%s' for the field %s.%s; it sets %s"
                            .formatted(
                                    image.name(),
                                    symbol,
                                    image.program().getName(),
                                    field.getName(),
                                    image.variables().keySet()));
        }
        int modifiers = field.getModifiers();
        boolean fits = field.getType() == long.class || field.getType() == int.class;
        if (!fits || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
            throw new IllegalStateException(
                    "%s.%s is a @SetVar, so it must be a long or an int, neither static nor final"
                            .formatted(image.program().getName(), field.getName()));
        }
        try {
            field.setAccessible(true);
            if (field.getType() == long.class) {
                field.setLong(instance, value);
            } else {
                field.setInt(instance, Math.toIntExact(value));
            }
        } catch (IllegalAccessException refused) {
            throw new IllegalStateException(
                    "%s.%s cannot be set: %s"
                            .formatted(
                                    image.program().getName(),
                                    field.getName(),
                                    refused.getMessage()),
                    refused);
        }
    }
}
