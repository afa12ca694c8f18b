package io.atoll.kernel;

/**
 * What is decided when an image is made.
 *
 * @param name of the image, for logs
 * @param rootCNodeSizeBits log2 of the initial task's CNode slots
 * @param fastpath whether the IPC fastpaths are used; the answers are the same without
 */
public record KernelConfig(String name, int rootCNodeSizeBits, boolean fastpath) {
    public static KernelConfig named(String name) {
        return new KernelConfig(name, 12, true);
    }

    public KernelConfig withoutFastpath() {
        return new KernelConfig(name, rootCNodeSizeBits, false);
    }
}
