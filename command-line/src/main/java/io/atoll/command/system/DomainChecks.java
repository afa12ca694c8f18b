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
