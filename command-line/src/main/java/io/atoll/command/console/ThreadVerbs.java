package io.atoll.command.console;

import io.atoll.cluster.simulated.ThreadView;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verbs that look at threads. */
final class ThreadVerbs {
    /** Between a program and its Java stack's bottom, and between it and the kernel. */
    private static final List<String> NOT_PROGRAMS =
            List.of(
                    "io.atoll.kernel.",
                    "io.atoll.cluster.",
                    "io.atoll.coordinator.microkit.PdPrograms",
                    "java.lang.invoke.",
                    "jdk.internal.");

    private final Session session;
    private final Names names;

    ThreadVerbs(Session session, Names names) {
        this.session = session;
        this.names = names;
    }

    List<Verb> verbs() {
        return List.of(
                Verb.of("threads", "[cluster]", "all threads and their states", this::threads),
                Verb.of("thread", "name", "all about one thread", this::thread),
                Verb.of("bt", "name", "the Java stack of a program", this::stack)
                        .withDetails(
                                "The innermost frame first, without those of the kernel and the"
                                        + " machine.",
                                "An event handler has a stack only while it handles an event."),
                Verb.of(
                        "caps",
                        "name",
                        "what a program's capability addresses lead to",
                        this::caps),
                Verb.of(
                        "sched",
                        "[cluster]",
                        "the scheduler, in the columns of DebugDumpScheduler",
                        this::scheduler));
    }

    private int cluster(Arguments arguments) {
        return (int) arguments.number("cluster", -1, 0, session.machine().clusterCount() - 1);
    }

    private Answer threads(Arguments arguments) {
        int cluster = cluster(arguments);
        List<ThreadView> threads =
                session.machine().threads().stream()
                        .filter(each -> cluster < 0 || each.cluster() == cluster)
                        .toList();
        int width = threads.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        List<String> lines =
                threads.stream()
                        .map(
                                each ->
                                        ("cluster %d  %-" + width + "s  %-16s  prio %3d  core %d%s")
                                                .formatted(
                                                        each.cluster(),
                                                        each.name(),
                                                        each.state(),
                                                        each.priority(),
                                                        each.core(),
                                                        remark(each)))
                        .toList();
        return new Answer(lines, threads.stream().map(ThreadVerbs::data).toList());
    }

    private static String remark(ThreadView thread) {
        return thread.isWaitingForBudget()
                ? "  waits for its budget"
                : thread.isCurrent() ? "  has it" : "";
    }

    private static Map<String, Object> data(ThreadView thread) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", thread.name());
        data.put("cluster", thread.cluster());
        data.put("state", thread.state());
        data.put("priority", thread.priority());
        data.put("core", thread.core());
        data.put("isCurrent", thread.isCurrent());
        data.put("inReleaseQueue", thread.isWaitingForBudget());
        return data;
    }

    private Answer thread(Arguments arguments) {
        List<String> lines = new ArrayList<>();
        for (ThreadView.Details each :
                session.machine().details(names.thread(arguments.text("name")))) {
            lines.addAll(lines(each));
        }
        return Answer.text(lines.isEmpty() ? List.of("it has not been made yet") : lines);
    }

    private static List<String> lines(ThreadView.Details details) {
        ThreadView thread = details.thread();
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s in cluster %d, core %d: %s%s"
                        .formatted(
                                thread.name(),
                                thread.cluster(),
                                thread.core(),
                                details.waitsFor().isEmpty() ? thread.state() : details.waitsFor(),
                                remark(thread).isEmpty() ? "" : "," + remark(thread).substring(1)));
        if (!details.fault().isEmpty()) {
            lines.add("  fault that nobody has answered: " + details.fault());
        }
        lines.add(
                "  priority %d of at most %d, domain %d, entry point 0x%x"
                        .formatted(
                                thread.priority(),
                                details.maximumControlledPriority(),
                                details.domain(),
                                details.entryPoint()));
        lines.add(details.budget().map(ThreadVerbs::budget).orElse("  no budget of its own"));
        return lines;
    }

    private static String budget(ThreadView.Budget budget) {
        return "  budget %,d ns%s, %,d ns left; %,d ns used since it was asked last"
                .formatted(
                        budget.budget(),
                        budget.isRoundRobin()
                                ? ", round robin"
                                : " every %,d ns".formatted(budget.period()),
                        budget.left(),
                        budget.consumed());
    }

    private Answer stack(Arguments arguments) {
        String name = names.thread(arguments.text("name"));
        List<String> lines =
                session.machine().frames(name).stream()
                        .filter(
                                frame ->
                                        NOT_PROGRAMS.stream()
                                                .noneMatch(frame.getClassName()::startsWith))
                        .map(ThreadVerbs::place)
                        .toList();
        return Answer.text(
                lines.isEmpty() ? List.of("'%s' has no Java stack now".formatted(name)) : lines);
    }

    private static String place(StackTraceElement frame) {
        return "  at %s.%s(%s:%d)"
                .formatted(
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName(),
                        frame.getLineNumber());
    }

    private Answer caps(Arguments arguments) {
        return Answer.text(session.machine().capabilities(names.thread(arguments.text("name"))));
    }

    private Answer scheduler(Arguments arguments) {
        int only = cluster(arguments);
        List<String> lines = new ArrayList<>();
        for (int cluster = 0; cluster < session.machine().clusterCount(); cluster++) {
            if (only < 0 || only == cluster) {
                lines.add("cluster " + cluster);
                lines.addAll(session.machine().scheduler(cluster));
            }
        }
        return Answer.text(lines);
    }
}
