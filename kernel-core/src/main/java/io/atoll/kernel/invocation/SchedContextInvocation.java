package io.atoll.kernel.invocation;

import io.atoll.kernel.api.InvocationLabel;
import io.atoll.kernel.api.Sel4Error;
import io.atoll.kernel.capability.NotificationCapability;
import io.atoll.kernel.capability.ThreadCapability;
import io.atoll.kernel.object.NotificationObject;
import io.atoll.kernel.object.SchedContextObject;
import io.atoll.kernel.object.ThreadObject;
import io.atoll.kernel.scheduling.Budgets;
import io.atoll.kernel.scheduling.SchedContexts;

/** Scheduling contexts: whose they are ({@code sel4-api} 2.10). */
final class SchedContextInvocation {
    private SchedContextInvocation() {}

    static Sel4Error decode(Invocation call, SchedContextObject schedContext) {
        return switch (call.label()) {
            case InvocationLabel.SCHED_CONTEXT_BIND -> bind(call, schedContext);
            case InvocationLabel.SCHED_CONTEXT_UNBIND -> unbind(call, schedContext);
            case InvocationLabel.SCHED_CONTEXT_UNBIND_OBJECT -> unbindObject(call, schedContext);
            case InvocationLabel.SCHED_CONTEXT_CONSUMED -> consumed(call, schedContext);
            case InvocationLabel.SCHED_CONTEXT_YIELD_TO -> yieldTo(call, schedContext);
            default -> Sel4Error.ILLEGAL_OPERATION;
        };
    }

    private static Sel4Error bind(Invocation call, SchedContextObject schedContext) {
        if (call.isShorterThan(0, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        return switch (call.extraCapability(0)) {
            case ThreadCapability cap -> {
                ThreadObject thread = cap.thread;
                if (schedContext.thread != null
                        || thread.schedContext != null
                        || (thread.isBlocked() && !Budgets.isReleased(call.core, schedContext))) {
                    yield Sel4Error.ILLEGAL_OPERATION;
                }
                SchedContexts.bindThread(call.core, schedContext, thread);
                yield Sel4Error.NO_ERROR;
            }
            case NotificationCapability cap -> {
                NotificationObject notification = cap.notification;
                if (schedContext.notification != null || notification.schedContext != null) {
                    yield Sel4Error.ILLEGAL_OPERATION;
                }
                SchedContexts.bindNotification(schedContext, notification);
                yield Sel4Error.NO_ERROR;
            }
            default -> call.invalidCapability(1);
        };
    }

    private static Sel4Error unbind(Invocation call, SchedContextObject schedContext) {
        if (schedContext.thread == call.core.current) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        SchedContexts.unbindAll(call.core, schedContext);
        return Sel4Error.NO_ERROR;
    }

    private static Sel4Error unbindObject(Invocation call, SchedContextObject schedContext) {
        if (call.isShorterThan(0, 1)) {
            return Sel4Error.TRUNCATED_MESSAGE;
        }
        return switch (call.extraCapability(0)) {
            case ThreadCapability cap -> {
                if (schedContext.thread != cap.thread || cap.thread == call.core.current) {
                    yield Sel4Error.ILLEGAL_OPERATION;
                }
                SchedContexts.unbindThread(call.core, schedContext);
                yield Sel4Error.NO_ERROR;
            }
            case NotificationCapability cap -> {
                if (schedContext.notification != cap.notification) {
                    yield Sel4Error.ILLEGAL_OPERATION;
                }
                SchedContexts.unbindNotification(schedContext);
                yield Sel4Error.NO_ERROR;
            }
            default -> call.invalidCapability(1);
        };
    }

    private static Sel4Error consumed(Invocation call, SchedContextObject schedContext) {
        return call.result(0, SchedContexts.takeConsumedMicros(call.core, schedContext));
    }

    private static Sel4Error yieldTo(Invocation call, SchedContextObject schedContext) {
        ThreadObject target = schedContext.thread;
        ThreadObject caller = call.core.current;
        if (target == null
                || target == caller
                || target.priority > caller.maximumControlledPriority) {
            return Sel4Error.ILLEGAL_OPERATION;
        }
        if (SchedContexts.yieldTo(call.core, schedContext, call.isCall)) {
            return Sel4Error.NO_ERROR;
        }
        return consumed(call, schedContext);
    }
}
