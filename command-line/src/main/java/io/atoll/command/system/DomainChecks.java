package io.atoll.command.system;

import io.atoll.coordinator.microkit.PdPrograms;
import io.atoll.coordinator.system.Diagnostic;
import io.atoll.coordinator.system.ProgramImage;
import io.atoll.coordinator.system.ProtectionDomain;
import io.atoll.coordinator.system.Rule;
import io.atoll.coordinator.system.SystemDescription;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a description cannot know of its domains: whether this machine can run them. */
final class DomainChecks {
    private DomainChecks() {}

    /** A kernel image runs on one core so far, the first of its cluster. */
    static List<Diagnostic> onBootCores(
            String fileName, SystemDescription description, EmulatedMachine machine) {
        List<Diagnostic> wrong = new ArrayList<>();
        for (ProtectionDomain domain : description.allProtectionDomains()) {
            int boot =
                    machine.clustering()
                            .coresOf(machine.clustering().clusterOf(domain.cpu()))
                            .getFirst();
            if (domain.cpu() != boot) {
                wrong.add(
                        new Diagnostic(
                                fileName,
                                domain.position().row(),
                                domain.position().column(),
                                Diagnostic.Severity.ERROR,
                                ("'%s' is on cpu %d, which shares a cluster with cpu %d; an image"
                                                + " runs on one core so far: use cpu %d, or"
                                                + " --cluster-by core")
                                        .formatted(domain.name(), domain.cpu(), boot, boot),
                                "protection_domain",
                                Rule.E_CPU));
            }
        }
        return wrong;
    }

    /** A class that is there may still be no program. */
    static List<Diagnostic> runnable(
            String fileName, SystemDescription description, Map<String, Class<?>> classes) {
        List<Diagnostic> wrong = new ArrayList<>();
        for (ProtectionDomain domain : description.allProtectionDomains()) {
            Class<?> type = classes.get(domain.name());
            if (!PdPrograms.isProgram(type)) {
                ProgramImage image = domain.programImage();
                wrong.add(
                        new Diagnostic(
                                fileName,
                                image.position().row(),
                                image.position().column(),
                                Diagnostic.Severity.ERROR,
                                "class '%s' implements none of Handler, DirectProgram and StackfulProgram"
                                        .formatted(type.getName()),
                                "program_image",
                                Rule.E_IMAGE_CLASS));
            }
        }
        return wrong;
    }
}
