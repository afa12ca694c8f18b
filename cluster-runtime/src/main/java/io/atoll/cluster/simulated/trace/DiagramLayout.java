package io.atoll.cluster.simulated.trace;

import java.util.List;

/** Where everything in a {@link SpaceTimeDiagram} stands, in pixels. Immutable. */
final class DiagramLayout {
    static final int MARGIN = 24;
    static final int BAR_WIDTH = 9;

    /** Height of a row of small letters. */
    static final int ROW = 13;

    /** Room for times. */
    static final int LEFT = 116;

    private static final int NARROW_CORE = 56;
    private static final int WIDE_CORE = 164;

    /** With more cores there is no room for names beside the bars. */
    private static final int MOST_WIDE_CORES = 4;

    private final TracedRun run;
    private final boolean isWide;
    private final int coreSpace;
    private final double[] columns;
    private final double marksX;
    private final double width;
    private final double top;
    private final TimeScale scale;

    /**
     * @param marksWidth room for what is said beside the columns
     */
    DiagramLayout(DiagramContents contents, int marksWidth) {
        run = contents.run();
        isWide = run.coreCount() <= MOST_WIDE_CORES;
        coreSpace = isWide ? WIDE_CORE : NARROW_CORE;
        columns = columns();
        marksX = columns[columns.length - 1] + coreSpace / 2.0;
        width = marksX + marksWidth;
        top = DiagramLegend.bottom(contents, width) + 46;
        scale = new TimeScale(contents.moments(), top + 14);
    }

    private double[] columns() {
        double[] places = new double[run.coreCount()];
        int clusterCount = run.clusters().size();
        double gap = coreSpace + Math.max(60, Math.min(220, 800.0 / clusterCount));
        double x = LEFT + coreSpace / 2.0;
        int core = 0;
        for (List<Integer> cluster : run.clusters()) {
            for (int i = 0; i < cluster.size(); i++) {
                places[core++] = x;
                x += coreSpace;
            }
            x += gap - coreSpace;
        }
        return places;
    }

    /** Whether there is room for names beside the bars. */
    boolean isWide() {
        return isWide;
    }

    /** From the middle of a core's column to that of its neighbour. */
    int coreSpace() {
        return coreSpace;
    }

    /** The middle of a core's column. */
    double x(int core) {
        return columns[core];
    }

    int coreCount() {
        return columns.length;
    }

    /** Where what is said beside the columns begins. */
    double marksX() {
        return marksX;
    }

    double y(long cycles) {
        return scale.y(run.picos(cycles));
    }

    TimeScale scale() {
        return scale;
    }

    /** Of the columns. */
    double top() {
        return top;
    }

    /** Of the columns. */
    double bottom() {
        return scale.bottom();
    }

    double width() {
        return width;
    }

    double height() {
        return scale.bottom() + 40;
    }
}
