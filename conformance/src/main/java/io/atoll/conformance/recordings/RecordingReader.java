package io.atoll.conformance.recordings;

import io.atoll.conformance.recordings.Fields.FormatException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a recording: one record a line, the first word says which. */
final class RecordingReader {
    private static final String ARROW = "=>";

    private final String file;
    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private int line;
    private int operations;

    private RecordingReader(String file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * @param file for messages
     */
    static Recording read(String file, List<String> lines) throws MalformedRecordingException {
        RecordingReader reader = new RecordingReader(file, lines);
        try {
            return reader.recording();
        } catch (FormatException e) {
            throw new MalformedRecordingException(file, Math.max(1, reader.line), e.getMessage());
        }
    }

    private Recording recording() throws FormatException {
        Fields trace = record("trace");
        String format = trace.takeFirst("a format");
        String version = trace.takeFirst("a version");
        if (!format.equals("sel4-oracle") || !version.equals("v1")) {
            throw new FormatException("the format is not sel4-oracle v1");
        }
        String category = trace.require("category");
        Fields world = record("world");
        int untypedBits = world.smallNumber("ubits");
        String device = world.take("dbits");
        int deviceBits = device == null ? 0 : (int) Fields.parse("dbits", device);
        Fields constants = record("const");
        long maximumPeriodMicros = constants.number("maxPeriodUs");
        WorldLayout layout = new WorldLayout(untypedBits, deviceBits, buffers(record("ipcbuf")));
        SlotChanges initial = LineReader.slots(record("init").takeFirst("slots{…}"));
        checkInitial(initial, layout);
        while (step()) {
            // Each call reads one step.
        }
        return new Recording(
                file, category, layout, maximumPeriodMicros, List.copyOf(steps), lines);
    }

    private static long[] buffers(Fields fields) throws FormatException {
        long[] addresses = new long[WorldLayout.LAST_THREAD + 1];
        addresses[0] = fields.number("root");
        for (int i = 1; i < addresses.length; i++) {
            addresses[i] = fields.number("t" + i);
        }
        return addresses;
    }

    private static void checkInitial(SlotChanges initial, WorldLayout layout)
            throws FormatException {
        CapType[] slots = new CapType[WorldLayout.T_SLOTS + WorldLayout.N_SLOTS];
        initial.applyTo(slots);
        boolean device = layout.deviceBits() != 0;
        if (slots[0] != CapType.UNTYPED
                || initial.changes().size() != (device ? 2 : 1)
                || (device && slots[1] != CapType.UNTYPED)) {
            throw new FormatException("the start state is not that of the world line");
        }
    }

    /** Reads the next step; false at the end. */
    private boolean step() throws FormatException {
        String[] words = next();
        Fields fields = fields(words, 1, words.length);
        switch (words[0]) {
            case "op" -> operation(words);
            case "script" -> script(fields);
            case "run" -> run(fields);
            case "note" -> {
                // A comment.
            }
            case "end" -> {
                if (fields.smallNumber("ops") != operations) {
                    throw new FormatException("the file has %d operations".formatted(operations));
                }
                return false;
            }
            default -> throw new FormatException("a record '" + words[0] + "' is unknown here");
        }
        return true;
    }

    private void operation(String[] words) throws FormatException {
        int arrow = Arrays.asList(words).indexOf(ARROW);
        if (arrow < 3) {
            throw new FormatException("an operation without an answer");
        }
        Fields.parse("op", words[1]);
        operations++;
        Fields input = fields(words, 2, arrow);
        Fields output = fields(words, arrow + 1, words.length - 1);
        SlotChanges slots = LineReader.slots(words[words.length - 1]);
        if (input.takeWord("start")) {
            int thread = LineReader.thread(input.number("t"));
            long tcb = input.number("tcb");
            int script = input.smallNumber("s");
            input.end();
            Answer error = LineReader.answer(output);
            steps.add(new Step.Start(line, thread, tcb, script, error, slots));
        } else {
            SystemCall call = LineReader.call(input);
            steps.add(new Step.Operation(line, call, LineReader.answer(output), slots));
        }
        output.end();
    }

    private void script(Fields fields) throws FormatException {
        int first = line;
        int thread = LineReader.thread(fields.number("t"));
        int number = fields.smallNumber("s");
        int count = fields.smallNumber("n");
        fields.end();
        List<SystemCall> calls = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            Fields sop = record("sop");
            if (sop.number("t") != thread || sop.number("s") != number || sop.number("k") != k) {
                throw new FormatException(
                        "operation %d of script %d is missing".formatted(k, number));
            }
            calls.add(LineReader.call(sop));
        }
        if (count == 0 || calls.getLast().kind() != SystemCall.Kind.WAIT) {
            throw new FormatException("a script that does not end with a Wait");
        }
        steps.add(new Step.Script(first, thread, number, List.copyOf(calls)));
    }

    private void run(Fields fields) throws FormatException {
        int first = line;
        fields.number("r");
        fields.end();
        List<Step.Event> events = new ArrayList<>();
        String[] words = next();
        for (; words[0].equals("ev"); words = next()) {
            events.add(event(words));
        }
        if (!words[0].equals("state")) {
            throw new FormatException("a run that does not end with a state line");
        }
        List<Step.Position> positions = new ArrayList<>();
        for (int i = 1; i < words.length - 1; i++) {
            positions.add(LineReader.position(words[i]));
        }
        SlotChanges slots = LineReader.slots(words[words.length - 1]);
        Step.State state = new Step.State(line, List.copyOf(positions), slots);
        steps.add(new Step.Run(first, List.copyOf(events), state));
    }

    private Step.Event event(String[] words) throws FormatException {
        int arrow = Arrays.asList(words).indexOf(ARROW);
        if (arrow < 0) {
            throw new FormatException("an event without an answer");
        }
        Fields who = fields(words, 1, arrow);
        Fields output = fields(words, arrow + 1, words.length);
        Step.Event event =
                new Step.Event(
                        line,
                        LineReader.thread(who.number("t")),
                        who.smallNumber("s"),
                        who.smallNumber("k"),
                        LineReader.answer(output));
        who.end();
        output.end();
        return event;
    }

    /** The next line, which must be a record of this kind. */
    private Fields record(String kind) throws FormatException {
        String[] words = next();
        if (!words[0].equals(kind)) {
            throw new FormatException(
                    "a record '%s' where '%s' should be".formatted(words[0], kind));
        }
        return fields(words, 1, words.length);
    }

    private static Fields fields(String[] words, int from, int to) {
        return new Fields(Arrays.asList(words).subList(from, to));
    }

    private String[] next() throws FormatException {
        if (line == lines.size()) {
            throw new FormatException("the file ends before its end line");
        }
        return lines.get(line++).split(" ", -1);
    }
}
