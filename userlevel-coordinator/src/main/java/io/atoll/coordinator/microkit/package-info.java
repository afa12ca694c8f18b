/**
 * The programming model of seL4's Microkit for Java programs: protection domains that are event
 * handlers ({@link io.atoll.coordinator.microkit.Handler}) or run in direct style ({@link
 * io.atoll.coordinator.microkit.DirectProgram}), and numbered channels between them. Uses the
 * kernel's system calls only. Start reading at {@link io.atoll.coordinator.microkit.Handler}.
 */
package io.atoll.coordinator.microkit;
