package io.atoll.conformance.recordings;

import io.atoll.kernel.api.Debug;
import io.atoll.kernel.api.Fault;
import io.atoll.kernel.api.IpcBuffer;
import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.UserExceptionNumber;

import java.util.Arrays;

/**
 * Makes recorded system calls as one thread and says what came back. Keeps what a thread must
 * remember between its calls: the fault that it could answer.
 */
final class SystemCallPerformer {
    /**
     * What the message-info register holds before a call that may leave it as it was: no message
     * has this info, for more than 120 words never arrive.
     */
    private static final long UNTOUCHED = MessageInfo.of(0xf_ffff_ffff_ffffL, 7, 3, 127);

    private static final int USER_EXCEPTION_WORDS = 5;
    private static final int RECEIVE_DEPTH = 6;

    private final Sel4 sel4;
    private final Debug debug;
    private final IpcBuffer ipc;

    /** The registers of a fault received last that can be answered, or null. */
    private long[] faultRegisters;

    /** Offered when that fault was received. */
    private long faultReply;

    SystemCallPerformer(Sel4 sel4) {
        this.sel4 = sel4;
        this.debug = sel4.debug();
        this.ipc = sel4.ipc();
    }

    /** Makes the call; returns when it has returned. */
    Answer perform(SystemCall call) {
        long[] path = call.receivePath();
        ipc.receivePath(path[0], path[1], (int) path[2]);
        long info = call.kind().hasMessage() ? message(call) : untouched();
        switch (call.kind()) {
            case SEND -> {
                sel4.send(call.destination(), info);
                return new Answer.Done();
            }
            case NB_SEND -> {
                sel4.nbSend(call.destination(), info);
                return new Answer.Done();
            }
            case YIELD -> {
                sel4.yieldNow();
                return new Answer.Done();
            }
            case UNKNOWN_SYSTEM_CALL, READ, WRITE, UNDEFINED_INSTRUCTION, DIVIDE_BY_ZERO -> {
                fault(call);
                return new Answer.Done();
            }
            case CALL -> {
                return received(call, sel4.call(call.destination(), info));
            }
            default -> {
                long received = receive(call, info);
                return received == info
                        ? new Answer.Signal(ipc.senderBadge())
                        : received(call, received);
            }
        }
    }

    private long receive(SystemCall call, long info) {
        return switch (call.kind()) {
            case REPLY_RECV -> sel4.replyRecv(call.source(), info, call.reply());
            case NB_SEND_RECV ->
                    sel4.nbSendRecv(call.destination(), info, call.source(), call.reply());
            case NB_SEND_WAIT -> sel4.nbSendWait(call.destination(), info, call.source());
            case RECV -> sel4.recv(call.source(), call.reply());
            case NB_RECV -> sel4.nbRecv(call.source(), call.reply());
            case WAIT -> sel4.await(call.source());
            case NB_WAIT -> sel4.nbAwait(call.source());
            default -> throw new IllegalArgumentException("receives nothing: " + call.kind());
        };
    }

    private void fault(SystemCall call) {
        switch (call.kind()) {
            case UNKNOWN_SYSTEM_CALL -> sel4.unknownSystemCall(call.number());
            case READ -> sel4.memory().getLong(call.number());
            case WRITE -> sel4.memory().putLong(call.number(), 0);
            case UNDEFINED_INSTRUCTION -> sel4.userException(UserExceptionNumber.UNDEFINED, 0);
            case DIVIDE_BY_ZERO -> sel4.userException(UserExceptionNumber.DIVIDE, 0);
            default -> throw new IllegalArgumentException("is no fault: " + call.kind());
        }
    }

    /** A send that reaches nobody, because its registers stay. */
    private long untouched() {
        sel4.nbSend(0, UNTOUCHED);
        return UNTOUCHED;
    }

    /** Puts the message into the registers. */
    private long message(SystemCall call) {
        long[] words = call.words();
        long label = call.label();
        if (call.skip()) {
            label = 0;
            words = skippingAnswer(call);
        }
        if (faultRegisters != null && call.sendsTo() == faultReply) {
            faultRegisters = null;
        }
        int stored = Math.min(words.length, ipc.capacity());
        for (int i = 0; i < stored; i++) {
            ipc.mr(i, words[i]);
        }
        for (int i = 0; i < call.caps().length; i++) {
            ipc.cap(i, call.caps()[i]);
        }
        return MessageInfo.of(label, 0, call.caps().length, words.length);
    }

    private long[] skippingAnswer(SystemCall call) {
        if (faultRegisters == null || call.sendsTo() != faultReply) {
            return new long[0];
        }
        boolean systemCall = faultRegisters.length == Fault.UnknownSyscall.LENGTH;
        faultRegisters[systemCall ? Fault.UnknownSyscall.IP : Fault.UserException.IP] +=
                Fault.INSTRUCTION_BYTES;
        return faultRegisters;
    }

    /** The message that has just arrived, as answer to an invocation. */
    Answer received(long info) {
        return message(info, words(info), null);
    }

    private Answer received(SystemCall call, long info) {
        long[] words = words(info);
        rememberFault(call, MessageInfo.label(info), words);
        return message(info, words, receiveSlot(call));
    }

    private long[] words(long info) {
        long[] words = new long[MessageInfo.length(info)];
        for (int i = 0; i < words.length; i++) {
            words[i] = ipc.mr(i);
        }
        return words;
    }

    private Answer message(long info, long[] words, String receiveSlot) {
        int extraCaps = MessageInfo.extraCaps(info);
        int unwrapped = MessageInfo.capsUnwrapped(info);
        long[] badges = new long[extraCaps];
        for (int i = 0; i < extraCaps; i++) {
            badges[i] = ipc.badge(i);
        }
        boolean[] all = new boolean[words.length];
        Arrays.fill(all, true);
        return new Answer.Message(
                ipc.senderBadge(),
                MessageInfo.label(info),
                words,
                all,
                extraCaps,
                unwrapped,
                badges,
                receiveSlot);
    }

    private void rememberFault(SystemCall call, long label, long[] words) {
        boolean canBeSkipped =
                (label == Fault.UNKNOWN_SYSCALL && words.length == Fault.UnknownSyscall.LENGTH)
                        || (label == Fault.USER_EXCEPTION && words.length == USER_EXCEPTION_WORDS);
        faultRegisters = canBeSkipped ? words.clone() : null;
        faultReply = call.reply();
    }

    /** What is in the receive slot now, if it is one of those that recordings look at. */
    private String receiveSlot(SystemCall call) {
        long[] path = call.receivePath();
        boolean observed =
                path[0] == WorldLayout.T_NODE
                        && path[2] == RECEIVE_DEPTH
                        && path[1] >= 0
                        && path[1] < WorldLayout.T_SLOTS;
        return observed ? CapType.nameOf(debug.capIdentify(WorldLayout.T | path[1])) : null;
    }
}
