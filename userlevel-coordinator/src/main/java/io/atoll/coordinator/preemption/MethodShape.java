package io.atoll.coordinator.preemption;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a method matters to its preemption points.
 *
 * @param calls it calls something
 * @param loops it has an instruction that can go back
 * @param backHandlers exception handlers that lie before the end of what they guard, so that a
 *     method can loop by throwing
 * @param holdsMonitors it takes a monitor
 */
record MethodShape(boolean calls, boolean loops, Set<Label> backHandlers, boolean holdsMonitors) {

    static MethodShape of(CodeModel code) {
        CodeAttribute attribute = (CodeAttribute) code;
        Set<Label> behind = new HashSet<>();
        Set<Label> backHandlers = new HashSet<>();
        boolean calls = false;
        boolean loops = false;
        boolean monitors = false;
        for (CodeElement element : code) {
            switch (element) {
                case LabelTarget target -> behind.add(target.label());
                case ExceptionCatch guarded -> {
                    if (attribute.labelToBci(guarded.handler())
                            < attribute.labelToBci(guarded.tryEnd())) {
                        backHandlers.add(guarded.handler());
                    }
                }
                case InvokeInstruction _, InvokeDynamicInstruction _ -> calls = true;
                case MonitorInstruction _ -> monitors = true;
                default -> loops |= goesBack(element, behind);
            }
        }
        return new MethodShape(calls, loops, backHandlers, monitors);
    }

    /** Whether an instruction can go to one of the labels that lie behind. */
    static boolean goesBack(CodeElement element, Set<Label> behind) {
        return switch (element) {
            case BranchInstruction branch -> behind.contains(branch.target());
            case TableSwitchInstruction choice ->
                    goesBack(choice.defaultTarget(), choice.cases(), behind);
            case LookupSwitchInstruction choice ->
                    goesBack(choice.defaultTarget(), choice.cases(), behind);
            default -> false;
        };
    }

    private static boolean goesBack(Label otherwise, List<SwitchCase> cases, Set<Label> behind) {
        return behind.contains(otherwise)
                || cases.stream().anyMatch(choice -> behind.contains(choice.target()));
    }

    boolean needsPoints() {
        return calls || loops || holdsMonitors || !backHandlers.isEmpty();
    }
}
