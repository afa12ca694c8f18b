package io.atoll.coordinator.system;

/**
 * What descriptions are checked for. The ids are stable: scripts and pages refer to them. Each rule
 * is one sentence saying what is right.
 */
public enum Rule {
    // The text of a system file.
    E_XML("A system file is well-formed XML."),
    E_XML_DTD("A system file has no document type and no entities of its own."),
    E_ROOT("The root element of a system file is 'system'."),
    E_ELEMENT("An element stands only where the schema has it."),
    E_ELEMENT_TWICE("A 'program_image' or 'cspace' is given at most once."),
    E_ATTRIBUTE("An element has only the attributes that the schema gives it."),
    E_ATTRIBUTE_MISSING("Every required attribute is given."),
    E_TEXT("Elements contain elements, never text."),
    E_INTEGER("Integers are decimal, or hexadecimal after 0x; underscores are ignored."),
    E_BOOLEAN("Booleans are exactly true or false."),
    E_CHOICE("Attributes with a fixed set of values have one of them."),
    E_CHANNEL_ENDS("A channel has exactly two ends."),
    E_VIRTUAL_MACHINE("Virtual machines cannot run: Atoll emulates kernels, not processors."),

    // Names.
    E_NAME("Names are 1 to 63 bytes long, without control characters."),
    E_PD_NONE("A system has at least one protection domain."),
    E_PD_COUNT("A cluster has at most 63 protection domains."),
    E_PD_TWICE("The names of protection domains differ."),
    E_PD_MONITOR("No protection domain is called 'monitor'."),
    E_PD_IMAGE("Every protection domain has a program image."),
    E_MR_TWICE("The names of memory regions differ."),
    E_MAP_REGION("A mapping names a memory region that exists."),
    E_SETVAR_REGION("A setvar names a memory region that exists."),
    E_END_PD("The end of a channel names a protection domain that exists."),
    E_CAP_PD("A user capability names a protection domain that exists."),

    // Numbers.
    E_PRIORITY("Priorities are 0 to 254."),
    E_CPU("A protection domain runs on a core that the topology has."),
    E_STACK_SIZE("Stacks are 4 KiB to 16 MiB in whole pages of 4 KiB."),
    E_CHANNEL_ID("Numbers of channel ends are 0 to 61."),
    E_IRQ_ID("Numbers of interrupts in a protection domain are 0 to 61."),
    E_IRQ_SOURCE("Interrupt numbers are not negative, and PCI devices look like 01:1f.0."),
    E_IRQ_VECTOR("Interrupt vectors are 0 to 107."),
    E_CHILD_ID("Numbers of children are 0 to 61."),
    E_CAP_SLOT("User capability slots are 1 to 127."),

    // Scheduling and placement.
    E_BUDGET("A budget is at least 1 microsecond and at most its period."),
    E_PPC_PRIO("A protected call goes to a strictly higher priority."),
    E_PPC_BOTH("At most one end of a channel may call the other."),
    E_PPC_CLUSTER("A protected call stays in its cluster, unless coordinators carry it."),
    E_CHILD_CLUSTER("A child runs in the cluster of its parent."),
    E_CAP_CLUSTER("A user capability names a protection domain of the same cluster."),

    // Memory.
    E_MR_SIZE("A region's size is a positive multiple of its page size."),
    E_MR_PAGE_SIZE("Page sizes are 0x1000 and 0x20_0000."),
    E_MR_PHYS_ALIGN("A fixed physical address is a multiple of the page size."),
    E_MR_OVERLAP("Regions at fixed physical addresses do not overlap."),
    E_PREFILL_FILE("The file of a pre-filled region can be read."),
    E_PREFILL_EMPTY("The file of a pre-filled region is not empty."),
    E_PREFILL_SIZE("The file of a pre-filled region fits into it."),
    E_PREFILL_BOTH("A region is filled from a file or with boot information, not both."),
    E_PREFILL_SYMBOL("Only a pre-filled region has a pre-fill size."),
    E_MAP_ADDRESS("A mapping ends below the stack and the IPC buffer."),
    E_MAP_ALIGN("A mapping's address is a multiple of the region's page size."),
    E_MAP_OVERLAP("The mappings of a protection domain do not overlap."),
    E_MAP_PERMS("Permissions are letters of r, w and x, each at most once."),
    E_MAP_WRITE_ONLY("A writable mapping is readable too."),

    // Identity.
    E_CHANNEL_TWICE("Channels and interrupts of a protection domain have different numbers."),
    E_IRQ_TWICE("One protection domain handles an interrupt, no two."),
    E_CHILD_TWICE("The children of a protection domain have different numbers."),
    E_SYMBOL_TWICE("A symbol of a program is patched at most once."),
    E_SLOT_TWICE("User capabilities of a protection domain have different slots."),

    // atoll.toml.
    E_TOML_SYNTAX("atoll.toml is well-formed TOML."),
    E_TOML_KEY("atoll.toml has only keys that Atoll knows."),
    E_TOML_TYPE("The values in atoll.toml have the type of their key."),
    E_TOML_VALUE("The values in atoll.toml are among those their key allows."),

    // Programs.
    E_IMAGE_UNMAPPED("An ELF image has a Java class in [images] of atoll.toml."),
    E_IMAGE_CLASS("A class named as a program image exists and can be loaded."),
    E_IMAGE_FILE("A file named as a program image exists and can be read."),
    E_IMAGE_COMPILE("Java source files compile."),
    E_IMAGE_COMPILER("Java source files need a JDK, which has the compiler."),

    // Accepted here, but not by the Microkit tool: asked for by --strict.
    E_MICROKIT_IMAGE("The Microkit tool takes ELF files for program images."),
    E_MICROKIT_INTEGER("The Microkit tool takes plain decimal numbers for ids and interrupts."),
    E_MICROKIT_UNCHECKED("What is to be right for the Microkit tool can be checked here."),

    // Accepted, but worth a word.
    W_MR_UNUSED("A memory region is mapped by somebody."),
    W_NO_MEANING("Things without meaning in an emulator are accepted and ignored.");

    private final String id;
    private final String explanation;

    Rule(String explanation) {
        this.id = name().replace('_', '-');
        this.explanation = explanation;
    }

    /** The stable id, such as {@code E-PPC-PRIO}; the first letter tells errors from warnings. */
    public String id() {
        return id;
    }

    /** What is right, in one sentence. */
    public String explanation() {
        return explanation;
    }

    /** How bad it is to break the rule. */
    public Diagnostic.Severity severity() {
        return id.charAt(0) == 'E' ? Diagnostic.Severity.ERROR : Diagnostic.Severity.WARNING;
    }
}
