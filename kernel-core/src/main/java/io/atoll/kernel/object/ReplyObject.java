package io.atoll.kernel.object;

/**
 * A reply object: holds a caller until it is answered. Reply objects whose callers lent their
 * scheduling context along a chain of calls form that context's call stack:
 *
 * <pre>
 *   oldest caller                         newest caller
 *   reply  &lt;-- previous --  reply  &lt;-- previous --  reply  --- headOf --&gt;  scheduling context
 *          --- next ----&gt;          --- next ----&gt;         &lt;-- replyHead --
 * </pre>
 */
public final class ReplyObject extends KernelObject {
    /** The caller it holds, or the receiver that offers it while blocked on receive, or null. */
    public ThreadObject thread;

    public ReplyObject previous;

    /** The next newer reply of the stack; null at the head. */
    public ReplyObject next;

    /** The context whose call stack this heads, or null. */
    public SchedContextObject headOf;

    public ReplyObject(long address, int sizeBits) {
        super(address, sizeBits);
    }
}
