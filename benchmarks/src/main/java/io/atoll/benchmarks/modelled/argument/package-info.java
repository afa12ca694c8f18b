/**
 * The argument of January 2020, computed: one kernel image for all cores, with each way of keeping
 * them apart, against an image for each group of cores and messages between the groups.
 */
package io.atoll.benchmarks.modelled.argument;
