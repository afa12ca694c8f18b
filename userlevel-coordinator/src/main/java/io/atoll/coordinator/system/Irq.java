package io.atoll.coordinator.system;

/**
 * An interrupt that a protection domain handles.
 *
 * @param id number in the domain, shared with its channels
 * @param source the interrupt
 * @param setvarId symbol that receives the number, or empty
 * @param position where the element begins
 */
public record Irq(int id, Source source, String setvarId, Position position) {
    /** Where the interrupt comes from. */
    public sealed interface Source {}

    /** How an interrupt line signals. */
    public enum Trigger {
        /** As long as the line is asserted. */
        LEVEL,
        /** When the line becomes asserted. */
        EDGE
    }

    /** A line of the interrupt controller of an Arm or RISC-V board. */
    public record Line(int number, Trigger trigger) implements Source {
        @Override
        public String toString() {
            return "interrupt " + number;
        }
    }

    /** A pin of an x86 I/O APIC. */
    public record IoApicPin(int ioapic, int pin, int vector, Trigger trigger, boolean activeHigh)
            implements Source {
        @Override
        public String toString() {
            return "pin " + pin + " of I/O APIC " + ioapic;
        }
    }

    /** A message-signalled interrupt of an x86 PCI device. */
    public record Message(String pciDevice, int handle, int vector) implements Source {
        @Override
        public String toString() {
            return "handle " + handle + " of PCI device " + pciDevice;
        }
    }

    Irq withoutPosition() {
        return new Irq(id, source, setvarId, Position.NONE);
    }
}
