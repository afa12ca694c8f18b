package io.atoll.benchmarks.modelled.reproduce;

/** One published table, to be put beside modelled figures. Stateless. */
public interface Reproduction {
    /** As on the command line. */
    String name();

    /** What it is, in a few words. */
    String title();

    /** Runs the model. */
    Findings run(Setting setting);
}
