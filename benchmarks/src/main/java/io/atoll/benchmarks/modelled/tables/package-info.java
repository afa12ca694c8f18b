/** Tables of modelled and published figures, as text and as JSON. */
package io.atoll.benchmarks.modelled.tables;
