/**
 * What must hold, said by programs and judged by whoever runs them: assertions ({@link
 * io.atoll.coordinator.history.Check}), and histories of operations on shared objects ({@link
 * io.atoll.coordinator.history.History}) that must be linearizable. Programs report, by the
 * kernel's {@code debugReport}; {@link io.atoll.coordinator.history.RecordedHistories} collects,
 * and {@link io.atoll.coordinator.history.LinearizabilityChecker} judges by a {@link
 * io.atoll.coordinator.history.Model} of the object. Start reading at {@code History}.
 */
package io.atoll.coordinator.history;
