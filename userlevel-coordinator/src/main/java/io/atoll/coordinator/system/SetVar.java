package io.atoll.coordinator.system;

/**
 * A symbol that receives the physical address of a region; the {@code setvar} element.
 *
 * @param symbol name of the variable
 * @param regionPhysicalAddress name of the region
 * @param position where the element begins
 */
public record SetVar(String symbol, String regionPhysicalAddress, Position position) {
    SetVar withoutPosition() {
        return new SetVar(symbol, regionPhysicalAddress, Position.NONE);
    }
}
