package io.atoll.cluster.simulated.trace;

import static io.atoll.cluster.simulated.trace.Svg.escaped;
import static io.atoll.cluster.simulated.trace.Svg.n;

/**
 * The arrows of a {@link SpaceTimeDiagram}: what goes from core to core, or, from thread to thread,
 * to the same one.
 */
final class DiagramArrows {
    private static final int MOST_LABELS = 150;

    private final DiagramContents contents;
    private final DiagramLayout layout;
    private final TracedRun run;
    private final Svg svg;

    DiagramArrows(DiagramContents contents, DiagramLayout layout, Svg svg) {
        this.contents = contents;
        this.layout = layout;
        this.run = contents.run();
        this.svg = svg;
    }

    /** What they look like; once, before they are drawn. */
    void define() {
        for (String colour : contents.flowColours()) {
            svg.add(
                    "<marker id=\"a%s\" viewBox=\"0 0 8 8\" refX=\"7.4\" refY=\"4\""
                        + " markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\""
                        + " orient=\"auto\"><path d=\"M0 .8 8 4 0 7.2z\" fill=\"%s\"/></marker>",
                    colour.substring(1), colour);
        }
    }

    void draw() {
        contents.flows().forEach(this::draw);
    }

    private void draw(Flow flow) {
        double x = layout.x(flow.from());
        double y = layout.y(flow.fromCycles());
        double toX = layout.x(flow.to());
        double toY = layout.y(flow.toCycles());
        String path;
        if (flow.state() == Flow.State.ARRIVED) {
            path = flow.from() == flow.to() ? loop(x, y, toY) : straight(x, y, toX, toY);
        } else {
            // Towards the other core as far as it got; nobody knows where a message would have
            // gone.
            double way = flow.from() == flow.to() ? layout.coreSpace() * 0.6 : (toX - x) * 0.4;
            path = "M%s %sl%s 10".formatted(n(x), n(y), n(way));
            cross(flow, x + way, y + 10);
        }
        svg.add(
                "<path class=\"%s\" d=\"%s\" stroke=\"%s\"%s><title>%s</title></path>",
                flow.isMessage() ? "m" : "d",
                path,
                DiagramContents.colour(flow),
                flow.state() == Flow.State.ARRIVED
                        ? " marker-end=\"url(#a%s)\""
                                .formatted(DiagramContents.colour(flow).substring(1))
                        : "",
                escaped(title(flow)));
        if (flow.isMessage() && contents.flows().size() <= MOST_LABELS) {
            boolean isLeftwards = toX < x;
            svg.add(
                    "<text x=\"%s\" y=\"%s\" class=\"n\" fill=\"%s\" text-anchor=\"%s\">%d</text>",
                    n(x + (isLeftwards ? -8 : 8)),
                    n(y - 3),
                    DiagramContents.colour(flow),
                    isLeftwards ? "end" : "start",
                    flow.detail());
        }
    }

    private static String straight(double x, double y, double toX, double toY) {
        double side = Math.signum(toX - x) * DiagramLayout.BAR_WIDTH / 2.0;
        return "M%s %sL%s %s".formatted(n(x + side), n(y), n(toX - side), n(toY));
    }

    /** From a thread to another one of the same core. */
    private static String loop(double x, double y, double toY) {
        double edge = x + DiagramLayout.BAR_WIDTH / 2.0;
        double out = edge + 24;
        return "M%s %sC%s %s %s %s %s %s"
                .formatted(n(edge), n(y), n(out), n(y), n(out), n(toY), n(edge), n(toY));
    }

    private void cross(Flow flow, double x, double y) {
        svg.add(
                "<path d=\"M%s %sl8 8m0 -8l-8 8\" stroke=\"%s\" stroke-width=\"2\"/>",
                n(x - 4), n(y - 4), DiagramContents.colour(flow));
    }

    private String title(Flow flow) {
        String sent =
                "%s, by %s at %s us"
                        .formatted(
                                flow.name(),
                                flow.sender(),
                                TracedRun.microsOf(run.picos(flow.fromCycles())));
        return switch (flow.state()) {
            case LOST -> sent + ", lost";
            case UNDERWAY -> sent + (flow.isMessage() ? ", not found by anybody" : ", on its way");
            case ARRIVED ->
                    sent
                            + (flow.receiver().isEmpty() ? "" : ", found by " + flow.receiver())
                            + " after %s us"
                                    .formatted(
                                            TracedRun.microsOf(
                                                    run.picos(flow.toCycles())
                                                            - run.picos(flow.fromCycles())));
        };
    }
}
