package io.atoll.coordinator.preemption;

import io.atoll.kernel.api.PreemptionPoints;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;

/**
 * Rewrites the code of one method:
 *
 * <pre>
 *   points = PreemptionPoints.current()            in a local variable of its own
 *   points.point()                                 if the method calls anything; in a constructor
 *                                                  behind super(...)
 *   ...
 *   points.point(); goto back                      before every instruction that can go back
 *   monitorenter; points.monitorEntered()
 *   points.monitorExited(); monitorexit
 * </pre>
 *
 * A synchronized method counts its monitor from its first instruction to each of its ends. For one
 * method, once.
 */
final class PointInserter implements CodeTransform {
    private static final ClassDesc POINTS = ClassDesc.of(PreemptionPoints.class.getName());
    private static final MethodTypeDesc CURRENT = MethodTypeDesc.of(POINTS);
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private final MethodShape shape;
    private final boolean isSynchronized;

    /** Labels passed so far. */
    private final Set<Label> behind = new HashSet<>();

    /** In a constructor: objects made, but not initialised yet, before its own is. */
    private int uninitialised;

    /** False in a constructor until {@code super(...)} or {@code this(...)} has been called. */
    private boolean mayHavePoints;

    private int local;
    private Label bodyStart;

    PointInserter(MethodShape shape, boolean isSynchronized, boolean isConstructor) {
        this.shape = shape;
        this.isSynchronized = isSynchronized;
        this.mayHavePoints = !isConstructor;
    }

    @Override
    public void atStart(CodeBuilder code) {
        local = code.allocateLocal(TypeKind.REFERENCE);
        code.invokestatic(POINTS, "current", CURRENT).astore(local);
        if (isSynchronized) {
            count(code, "monitorEntered");
            bodyStart = code.newBoundLabel();
        }
        if (mayHavePoints && shape.calls()) {
            point(code);
        }
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        if (MethodShape.goesBack(element, behind)) {
            point(code);
        }
        switch (element) {
            case MonitorInstruction monitor when monitor.opcode() == Opcode.MONITOREXIT -> {
                count(code, "monitorExited");
                code.with(monitor);
            }
            case MonitorInstruction monitor -> {
                code.with(monitor);
                count(code, "monitorEntered");
            }
            case ReturnInstruction end -> {
                if (isSynchronized) {
                    count(code, "monitorExited");
                }
                code.with(end);
            }
            case LabelTarget target -> {
                behind.add(target.label());
                code.with(target);
                if (shape.backHandlers().contains(target.label())) {
                    point(code);
                }
            }
            case NewObjectInstruction made -> {
                uninitialised++;
                code.with(made);
            }
            case InvokeInstruction call -> {
                code.with(call);
                if (call.name().equalsString("<init>")) {
                    initialised(code);
                }
            }
            default -> code.with(element);
        }
    }

    @Override
    public void atEnd(CodeBuilder code) {
        if (isSynchronized) {
            Label bodyEnd = code.newBoundLabel();
            Label handler = code.newBoundLabel();
            count(code, "monitorExited");
            code.athrow();
            code.exceptionCatchAll(bodyStart, bodyEnd, handler);
        }
    }

    /** An object has been initialised; if none was under way, it is the constructor's own. */
    private void initialised(CodeBuilder code) {
        if (mayHavePoints) {
            return;
        }
        if (uninitialised > 0) {
            uninitialised--;
            return;
        }
        mayHavePoints = true;
        if (shape.calls()) {
            point(code);
        }
    }

    private void point(CodeBuilder code) {
        if (mayHavePoints) {
            count(code, "point");
        }
    }

    private void count(CodeBuilder code, String method) {
        code.aload(local).invokevirtual(POINTS, method, NOTHING);
    }
}
