package io.atoll.benchmarks.harness;

/**
 * Something that is measured once, from an empty machine on, because doing it again would measure
 * something else. Without rounds there are no ratios.
 */
public interface SingleShot {
    /** Name in results: {@code [A-Za-z0-9_.>-]+}. */
    String name();

    /**
     * Measures it.
     *
     * @throws Exception what went wrong; ends the run
     */
    Outcome measure(Placement placement) throws Exception;
}
