package io.atoll.coordinator.preemption;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.function.Function;

/**
 * Puts preemption points into a class: on the back-edges of loops, and at the entry of every method
 * that calls another one, so that no code runs for ever without reaching a point; and counts the
 * monitors that its methods hold, for a stack that holds one cannot be left.
 *
 * <p>Left alone are static initialisers, which run under frames of the JVM's own, and whatever a
 * constructor does before it calls {@code super(...)} or {@code this(...)}. A method that neither
 * loops nor calls anything comes to its end by itself and stays as it is.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class PreemptionInstrumentation {
    private final ClassFile classFile;

    /**
     * Instrumentation of classes that know each other.
     *
     * @param bytesOf the class file of a binary name, null if this is none of the classes known;
     *     the verifier's stack maps are made anew, which needs the super classes of what a method
     *     uses
     */
    public PreemptionInstrumentation(Function<String, byte[]> bytesOf) {
        ClassHierarchyResolver known =
                ClassHierarchyResolver.ofResourceParsing(
                                (Function<ClassDesc, InputStream>) type -> stream(type, bytesOf))
                        .orElse(ClassHierarchyResolver.defaultResolver())
                        .cached();
        classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(known));
    }

    private static InputStream stream(ClassDesc type, Function<String, byte[]> bytesOf) {
        String descriptor = type.descriptorString();
        String name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
        byte[] bytes = bytesOf.apply(name);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    /**
     * The class file with preemption points.
     *
     * @throws IllegalArgumentException if it is no class file, or refers to super classes that
     *     cannot be found
     */
    public byte[] instrument(byte[] bytes) {
        ClassModel model = classFile.parse(bytes);
        return classFile.transformClass(
                model,
                (ClassTransform)
                        (builder, element) -> {
                            if (element instanceof MethodModel method && isToBeChanged(method)) {
                                change(builder, method);
                            } else {
                                builder.with(element);
                            }
                        });
    }

    private static boolean isToBeChanged(MethodModel method) {
        return method.code().isPresent() && !method.methodName().equalsString("<clinit>");
    }

    private static void change(ClassBuilder builder, MethodModel method) {
        CodeModel code = method.code().orElseThrow();
        boolean isSynchronized = method.flags().has(AccessFlag.SYNCHRONIZED);
        MethodShape shape = MethodShape.of(code);
        if (!shape.needsPoints() && !isSynchronized) {
            builder.with(method);
            return;
        }
        boolean isConstructor = method.methodName().equalsString("<init>");
        builder.transformMethod(
                method,
                (methodBuilder, element) -> {
                    if (element instanceof CodeModel body) {
                        methodBuilder.transformCode(
                                body, new PointInserter(shape, isSynchronized, isConstructor));
                    } else {
                        methodBuilder.with(element);
                    }
                });
    }
}
