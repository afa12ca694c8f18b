package io.atoll.kernel.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The types that code can get hold of from some types on, by public members alone: what methods
 * return and throw, what fields and constructors show, super types, and nested types.
 */
final class ReachableTypes {
    private final Predicate<Class<?>> allowed;
    private final Set<Class<?>> seen = new LinkedHashSet<>();
    private final ArrayDeque<Class<?>> pending = new ArrayDeque<>();
    private final List<String> leaks = new ArrayList<>();

    private ReachableTypes(Predicate<Class<?>> allowed) {
        this.allowed = allowed;
    }

    /** Each way that leads to a type of Atoll's that is not allowed. */
    static List<String> leaks(Predicate<Class<?>> allowed, List<Class<?>> from) {
        ReachableTypes walk = new ReachableTypes(allowed);
        from.forEach(type -> walk.reach(type, "handed out"));
        while (!walk.pending.isEmpty()) {
            walk.visit(walk.pending.pop());
        }
        return walk.leaks;
    }

    private void visit(Class<?> type) {
        String name = type.getSimpleName();
        for (Method method : type.getMethods()) {
            if (method.getDeclaringClass() == Object.class) {
                continue;
            }
            String way = name + "." + method.getName();
            reach(method.getGenericReturnType(), way);
            for (Type parameter : method.getGenericParameterTypes()) {
                reach(parameter, way + ", a parameter");
            }
            for (Type thrown : method.getGenericExceptionTypes()) {
                reach(thrown, way + ", thrown");
            }
        }
        for (var field : type.getFields()) {
            reach(field.getGenericType(), name + "." + field.getName());
        }
        for (Constructor<?> constructor : type.getConstructors()) {
            for (Type parameter : constructor.getGenericParameterTypes()) {
                reach(parameter, "new " + name);
            }
        }
        for (Class<?> nested : type.getClasses()) {
            reach(nested, "nested in " + name);
        }
        reach(type.getGenericSuperclass(), "super type of " + name);
        for (Type implemented : type.getGenericInterfaces()) {
            reach(implemented, "super type of " + name);
        }
    }

    private void reach(Type type, String way) {
        switch (type) {
            case null -> {
                // No super class.
            }
            case Class<?> found when found.isArray() -> reach(found.getComponentType(), way);
            case Class<?> found -> reachClass(found, way);
            case ParameterizedType generic -> {
                reach(generic.getRawType(), way);
                for (Type argument : generic.getActualTypeArguments()) {
                    reach(argument, way);
                }
            }
            case GenericArrayType array -> reach(array.getGenericComponentType(), way);
            case WildcardType wildcard -> {
                for (Type bound : wildcard.getUpperBounds()) {
                    reach(bound, way);
                }
            }
            default -> {
                // A type variable.
            }
        }
    }

    private void reachClass(Class<?> type, String way) {
        if (!type.getName().startsWith("io.atoll.") || !Modifier.isPublic(type.getModifiers())) {
            return;
        }
        if (!allowed.test(type)) {
            leaks.add(way + " leads to " + type.getName());
        } else if (seen.add(type)) {
            pending.push(type);
        }
    }

    /** The public types of Atoll's that an object can be cast to. */
    static List<Class<?>> castsOf(Object object) {
        List<Class<?>> types = new ArrayList<>();
        ArrayDeque<Class<?>> ways = new ArrayDeque<>(List.of(object.getClass()));
        while (!ways.isEmpty()) {
            Class<?> type = ways.pop();
            if (type.getName().startsWith("io.atoll.") && Modifier.isPublic(type.getModifiers())) {
                types.add(type);
            }
            if (type.getSuperclass() != null) {
                ways.push(type.getSuperclass());
            }
            ways.addAll(List.of(type.getInterfaces()));
        }
        return types;
    }
}
