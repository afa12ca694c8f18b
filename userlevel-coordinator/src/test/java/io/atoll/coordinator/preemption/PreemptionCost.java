package io.atoll.coordinator.preemption;

import io.atoll.coordinator.system.SystemBuilder;
import io.atoll.coordinator.testing.RunningSystem;
import io.atoll.programs.Work;

/** Prints what preemption points cost: the figures of {@code docs/preemption.md}. */
final class PreemptionCost {
    private PreemptionCost() {}

    public static void main(String[] args) throws InterruptedException {
        SystemBuilder system =
                SystemBuilder.named("work")
                        .protectionDomain("work", pd -> pd.priority(100).program(Work.class));
        System.out.println("without preemption points");
        try (RunningSystem running = RunningSystem.boot(1, system)) {
            running.untilIdle().forEach(System.out::println);
        }
        System.out.println("with preemption points");
        try (RunningSystem running = RunningSystem.bootWithPreemption(1, system)) {
            running.untilIdle().forEach(System.out::println);
        }
    }
}
