/** Line plots as SVG, which need nothing but a browser. */
package io.atoll.benchmarks.modelled.plots;
