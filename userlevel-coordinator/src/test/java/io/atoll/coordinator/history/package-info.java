/** Tests of assertions and of histories, and of what judges them. */
package io.atoll.coordinator.history;
