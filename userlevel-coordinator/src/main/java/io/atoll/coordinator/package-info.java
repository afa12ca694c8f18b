/**
 * Coordinators: the trusted user-level program of each cluster. It builds the cluster's protection
 * domains, hears their faults, meets the other coordinators over rings, and answers their requests
 * for names and channels. It uses the kernel through system calls only, as every user program does.
 *
 * <p>Start reading at {@link io.atoll.coordinator.Coordinator}; what programs see of it is {@link
 * io.atoll.coordinator.CoordinatorClient}.
 */
package io.atoll.coordinator;
