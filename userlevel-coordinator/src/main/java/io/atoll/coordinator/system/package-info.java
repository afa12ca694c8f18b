/**
 * Descriptions of systems: Microkit system files, the same model as a Java builder, the checks both
 * share, {@code atoll.toml}, and the way from a {@code program_image} to a Java class.
 *
 * <p>Everything here runs before a machine boots, on one thread, and knows neither kernels nor
 * machines: the topology enters as {@link io.atoll.coordinator.system.Cores}. Mistakes of a person
 * are never exceptions but {@link io.atoll.coordinator.system.Diagnostic}s, all of them, in file
 * order.
 *
 * <p>Start reading at {@link io.atoll.coordinator.system.SystemDescription} (the model), then
 * {@link io.atoll.coordinator.system.SystemFile} (text to model) and {@link
 * io.atoll.coordinator.system.SystemBuilder} (code to model); {@link
 * io.atoll.coordinator.system.Rule} lists what is checked.
 */
package io.atoll.coordinator.system;
