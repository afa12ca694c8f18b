/**
 * Recorded runs of the real seL4 kernel: read, rebuilt as a world of ordinary objects in an image,
 * replayed operation by operation, and every answer compared. The recording is the judge.
 */
package io.atoll.conformance.recordings;
