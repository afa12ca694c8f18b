package io.atoll.kernel.api;

import java.util.Arrays;

/**
 * A thread's message registers and the words beside them; seL4: {@code seL4_IPCBuffer} plus the
 * registers that carry the first words of a message.
 *
 * <p>The first {@value MessageInfo#FAST_REGISTERS} message words always exist. The others, the
 * capability words and the receive path need an IPC buffer frame ({@code TCB_SetIPCBuffer});
 * without one they read as zero and the kernel transfers only the first four words. Touching a word
 * beyond {@link #capacity()} throws, as touching unmapped memory would fault.
 *
 * <p>Owned by one thread: its program reads and writes it while it runs, the kernel while it does
 * not.
 */
public final class IpcBuffer {
    private long[] messageRegisters = new long[MessageInfo.FAST_REGISTERS];
    private long[] capsOrBadges = NO_CAPS;
    private long senderBadge;
    private long userData;
    private long receiveRoot;
    private long receiveIndex;
    private int receiveDepth;

    private static final long[] NO_CAPS = new long[0];

    /** Message word {@code index}; seL4: {@code seL4_GetMR}. */
    public long mr(int index) {
        return messageRegisters[index];
    }

    /** Sets message word {@code index}; seL4: {@code seL4_SetMR}. */
    public void mr(int index, long value) {
        messageRegisters[index] = value;
    }

    /** Badge of the last message, or the word of the last notification; 0 when nothing came. */
    public long senderBadge() {
        return senderBadge;
    }

    /** CPtr of extra capability {@code index} to send; seL4: {@code seL4_SetCap}. */
    public void cap(int index, long cptr) {
        capsOrBadges[index] = cptr;
    }

    /** CPtr of extra capability {@code index}; seL4: {@code seL4_GetCap}. */
    public long cap(int index) {
        return capsOrBadges[index];
    }

    /** Badge of the unwrapped capability {@code index}; seL4: {@code seL4_GetBadge}. */
    public long badge(int index) {
        return capsOrBadges[index];
    }

    public long userData() {
        return userData;
    }

    public void userData(long value) {
        userData = value;
    }

    /**
     * Names the slot that receives a capability; seL4: {@code seL4_SetCapReceivePath}.
     *
     * @param root CPtr of a CNode
     * @param index slot, resolved from that CNode
     * @param depth bits of {@code index} to resolve
     */
    public void receivePath(long root, long index, int depth) {
        receiveRoot = root;
        receiveIndex = index;
        receiveDepth = depth;
    }

    public long receiveRoot() {
        return receiveRoot;
    }

    public long receiveIndex() {
        return receiveIndex;
    }

    public int receiveDepth() {
        return receiveDepth;
    }

    /** Message words that can travel: 4, or 120 with a buffer frame. */
    public int capacity() {
        return messageRegisters.length;
    }

    /** True with a buffer frame: long messages and capabilities can travel. */
    public boolean hasFrame() {
        return messageRegisters.length > MessageInfo.FAST_REGISTERS;
    }

    /**
     * The right to give a thread its buffer frame and to take it away. Whoever makes the registers
     * has it, which is the kernel; no way leads to it from the registers.
     */
    public static final class FrameControl {
        private final IpcBuffer buffer;

        private FrameControl(IpcBuffer buffer) {
            this.buffer = buffer;
        }

        public IpcBuffer buffer() {
            return buffer;
        }

        /** The thread got a buffer frame. */
        public void attach() {
            if (!buffer.hasFrame()) {
                buffer.messageRegisters =
                        Arrays.copyOf(buffer.messageRegisters, MessageInfo.MAX_LENGTH);
                buffer.capsOrBadges = new long[MessageInfo.MAX_EXTRA_CAPS];
            }
        }

        /** The thread lost its buffer frame. */
        public void detach() {
            buffer.messageRegisters =
                    Arrays.copyOf(buffer.messageRegisters, MessageInfo.FAST_REGISTERS);
            buffer.capsOrBadges = NO_CAPS;
        }
    }

    private IpcBuffer() {}

    /** New registers, without a frame. */
    public static FrameControl create() {
        return new FrameControl(new IpcBuffer());
    }

    // The kernel's side. A program that calls these does no more than write registers that it could
    // write anyway.

    /** Kernel: the badge register. */
    public void senderBadge(long badge) {
        senderBadge = badge;
    }

    /**
     * Kernel: copies the first {@code length} words to {@code receiver}.
     *
     * @return words really copied: fewer when one side has no buffer frame
     */
    public int copyMessage(IpcBuffer receiver, int length) {
        long[] from = messageRegisters;
        long[] to = receiver.messageRegisters;
        int words = Math.min(length, Math.min(from.length, to.length));
        System.arraycopy(from, 0, to, 0, words);
        return words;
    }

    /** Kernel, fastpath: as {@link #copyMessage} for at most four words, without a loop. */
    public void copyFast(IpcBuffer receiver, int length) {
        long[] from = messageRegisters;
        long[] to = receiver.messageRegisters;
        if (length > 0) {
            to[0] = from[0];
            if (length > 1) {
                to[1] = from[1];
                if (length > 2) {
                    to[2] = from[2];
                    if (length > 3) {
                        to[3] = from[3];
                    }
                }
            }
        }
    }
}
