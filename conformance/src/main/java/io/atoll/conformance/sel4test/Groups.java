package io.atoll.conformance.sel4test;

import java.util.List;

/** All groups of tests, in the order in which they are listed. */
final class Groups {
    private Groups() {}

    static List<Group> all() {
        return List.of(
                Trivial.group(),
                Retype.group(),
                CNodeOperations.group(),
                ThreadConfigurations.group(),
                IpcRights.group(),
                Ipc.group(),
                ipcWithSchedContexts(),
                EndpointsAndBinding.endpoints(),
                EndpointsAndBinding.notifications(),
                schedContexts(),
                scheduler(),
                Synchronisation.group(),
                NotificationDonation.group(),
                Preemption.group(),
                Domains.group(),
                ThreadLocals.group(),
                Multicore.group(),
                SerialServerTests.group(),
                faults(),
                AddressSpaces.group(),
                PageTables.group(),
                Frames.group(),
                Frames.cache(),
                RegistersAndFpu.group(),
                SystemCallsAlone.group(),
                Hardware.driverLevel(),
                Hardware.x86(),
                otherArchitectureTests(),
                Hardware.benchmarking());
    }

    private static Group ipcWithSchedContexts() {
        Group group = new Group("IPC and scheduling contexts");
        IpcDonation.addTo(group);
        IpcWithoutTime.addTo(group);
        return group;
    }

    private static Group schedContexts() {
        Group group = new Group("Scheduling contexts");
        SchedContexts.addTo(group);
        LostChains.addTo(group);
        return group;
    }

    private static Group scheduler() {
        Group group = new Group("Scheduler");
        Scheduling.addTo(group);
        TimedScheduling.addTo(group);
        return group;
    }

    private static Group faults() {
        Group group = new Group("Faults");
        Faults.addTo(group);
        TimeoutFaults.addTo(group);
        return group.notApplicable(
                "UNKNOWN_SYSCALL_001",
                "VMEnter in a thread that is no virtual machine",
                Reasons.X86_VIRTUALISATION);
    }

    private static Group otherArchitectureTests() {
        Group group = new Group("Debug hardware and other architecture tests");
        Hardware.debugging(group);
        return BadgedCapabilities.addTo(group);
    }
}
