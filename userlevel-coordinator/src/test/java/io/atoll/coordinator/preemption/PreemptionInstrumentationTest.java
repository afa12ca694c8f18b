package io.atoll.coordinator.preemption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.atoll.coordinator.system.Cores;
import io.atoll.coordinator.system.ProgramLoader;
import io.atoll.coordinator.system.SearchPath;
import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.kernel.api.PreemptionPoints;
import io.atoll.programs.Constructs;
import io.atoll.programs.Spinner;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Classes with preemption points do what they did without. */
class PreemptionInstrumentationTest {
    private final ProgramLoader plain =
            new ProgramLoader(SearchPath.current(), Map.of(), getClass().getClassLoader());

    private static Class<?> load(ProgramLoader loader, Class<?> program) {
        var system =
                SystemBuilder.named("one")
                        .protectionDomain("pd", pd -> pd.program(program))
                        .build(Cores.ofClusters(1, 1));
        return loader.load("one.system", system).orThrow().get("pd");
    }

    private static byte[] bytesOf(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream found = type.getClassLoader().getResourceAsStream(file)) {
            return found.readAllBytes();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static ClassModel instrumented(Class<?> type) {
        byte[] changed = new PreemptionInstrumentation(_ -> null).instrument(bytesOf(type));
        assertEquals(List.of(), ClassFile.of().verify(changed));
        return ClassFile.of().parse(changed);
    }

    /** How often each method of a class calls a method of the points. */
    private static long calls(ClassModel type, String method, String ofPoints) {
        long count = 0;
        for (MethodModel candidate : type.methods()) {
            if (candidate.methodName().equalsString(method)) {
                for (CodeElement element : candidate.code().orElseThrow()) {
                    if (element instanceof InvokeInstruction call
                            && call.owner()
                                    .asInternalName()
                                    .equals(PreemptionPoints.class.getName().replace('.', '/'))
                            && call.name().equalsString(ofPoints)) {
                        count++;
                    }
                }
            }
        }
        return count;
    }

    @Test
    void shouldChangeNoResult() throws Exception {
        Class<?> changed = load(plain.withPreemption(), Constructs.class);
        assertNotSame(Constructs.class, changed);
        Supplier<?> program = (Supplier<?>) changed.getDeclaredConstructor().newInstance();

        assertEquals(new Constructs().get(), program.get());
    }

    @Test
    void shouldLeaveClassesAloneUnlessAskedFor() {
        assertEquals(Constructs.class, load(plain, Constructs.class));
    }

    @Test
    void shouldInstrumentEveryClassOfAProgram() {
        Class<?> changed = load(plain.withPreemption(), Spinner.Holder.class);

        assertNotSame(Spinner.class, changed.getSuperclass());
        assertEquals(Spinner.class.getName(), changed.getSuperclass().getName());
    }

    @Test
    void shouldPutAPointOnEachLoopAndEachMethodThatCalls() {
        ClassModel type = instrumented(Constructs.class);

        assertEquals(2, calls(type, "nestedLoops", "point"));
        assertEquals(1, calls(type, "doWhile", "point"));
        assertEquals(1, calls(type, "uninitialised", "point"), "one at its entry");
    }

    @Test
    void shouldCountTheMonitorsOfSynchronizedCode() {
        ClassModel type = instrumented(Constructs.class);

        assertEquals(2, calls(type, "locked", "monitorEntered"));
        assertEquals(1, calls(type, "lockedStatic", "monitorEntered"));
        assertEquals(2, calls(type, "lockedStatic", "monitorExited"), "a return and a throw");
    }

    @Test
    void shouldLeaveStaticInitialisersAlone() {
        ClassModel type = instrumented(Constructs.class);

        assertEquals(0, calls(type, "<clinit>", "point"));
        assertEquals(0, calls(type, "<clinit>", "current"));
    }

    @Test
    void shouldPutNoPointBeforeTheConstructorOfTheSuperClass() throws Exception {
        ClassModel type = instrumented(Class.forName(Constructs.class.getName() + "$Derived"));

        List<String> order = new ArrayList<>();
        for (MethodModel method : type.methods()) {
            if (method.methodName().equalsString("<init>")) {
                for (CodeElement element : method.code().orElseThrow()) {
                    if (element instanceof InvokeInstruction call
                            && (call.name().equalsString("point")
                                    || (call.name().equalsString("<init>")
                                            && call.owner().asInternalName().endsWith("$Base")))) {
                        order.add(call.name().stringValue());
                    }
                }
            }
        }
        // One Base is made in the loop before super(...), which is the second.
        assertEquals(List.of("<init>", "<init>", "point", "point"), order);
    }
}
