package io.atoll.coordinator.system;

/**
 * A protection domain inside another one, which receives its faults.
 *
 * @param id number at the parent
 * @param setvarId symbol in the parent that receives the number, or empty
 * @param domain the child itself
 */
public record Child(int id, String setvarId, ProtectionDomain domain) {
    Child withoutPositions() {
        return new Child(id, setvarId, domain.withoutPositions());
    }
}
