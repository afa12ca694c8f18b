package io.atoll.coordinator.microkit;

import java.util.List;
import java.util.Map;

/**
 * What the builder of a system knows about a protection domain's program: the counterpart of an ELF
 * image with its symbols patched.
 *
 * @param program implements {@link Handler}, {@link DirectProgram} or {@link
 *     io.atoll.kernel.api.StackfulProgram}
 * @param passive runs on its callers' time once {@code init} is done
 * @param channels numbers of channels and interrupts
 * @param acknowledged those of them whose signals arrive as interrupts
 * @param mute those of them that may not be signalled from this end: interrupts, and ends with
 *     {@code notify="false"}
 * @param children numbers of children and the entry points of their programs
 * @param regions mapped memory by the region's name
 * @param variables values of symbols
 */
public record PdImage(
        String name,
        Class<?> program,
        boolean passive,
        List<Integer> channels,
        List<Integer> acknowledged,
        List<Integer> mute,
        Map<Integer, Long> children,
        Map<String, Mapped> regions,
        Map<String, Long> variables) {

    /** A region in the domain's address space. */
    public record Mapped(long vaddr, long byteSize) {}
}
