/**
 * What kernel entries do and which of the kernel's state they read and write, for machines that
 * model what that takes: {@link io.atoll.kernel.footprint.Footprint}. Nothing where nobody asks.
 */
package io.atoll.kernel.footprint;
