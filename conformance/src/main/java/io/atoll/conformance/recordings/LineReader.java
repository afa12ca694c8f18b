package io.atoll.conformance.recordings;

import io.atoll.conformance.recordings.Fields.FormatException;
import io.atoll.kernel.api.MessageInfo;

import java.util.ArrayList;
import java.util.List;

/** Reads the parts that lines of several kinds have in common: calls, answers, slots, positions. */
final class LineReader {
    /** Longest message that a message info can name. */
    private static final int LONGEST = 127;

    private static final String SLOTS = "slots{";

    private LineReader() {}

    /** {@code inv …} or {@code sys=…}, up to the end of the fields. */
    static SystemCall call(Fields fields) throws FormatException {
        boolean invocation = fields.takeWord("inv");
        SystemCall.Kind kind = invocation ? SystemCall.Kind.CALL : kind(fields.require("sys"));
        long destination = 0;
        long label = 0;
        long[] words = {};
        boolean skip = false;
        long[] caps = {};
        if (kind.hasDestination()) {
            destination = fields.number(invocation ? "svc" : "dest");
        }
        long source = kind.hasSource() ? fields.number("src") : 0;
        long reply = kind.hasReply() ? fields.number("reply") : 0;
        if (kind.hasMessage()) {
            label = fields.namedNumber("label");
            String text = fields.require("mr");
            skip = text.equals("skip");
            words = skip ? words : Fields.list("mr", text);
            caps = fields.list("caps");
            if (words.length > LONGEST || caps.length > MessageInfo.MAX_EXTRA_CAPS) {
                throw new FormatException("a message with more words or caps than it can carry");
            }
        }
        long[] path = fields.list("rcv");
        if (path.length != 0 && path.length != 3) {
            throw new FormatException("rcv= is not a CNode, an index and a depth");
        }
        long number =
                switch (kind) {
                    case UNKNOWN_SYSTEM_CALL -> fields.number("nr");
                    case READ, WRITE -> fields.number("addr");
                    default -> 0;
                };
        fields.end();
        return new SystemCall(
                kind,
                invocation,
                destination,
                source,
                reply,
                label,
                words,
                skip,
                caps,
                path.length == 0 ? new long[3] : path,
                number);
    }

    private static SystemCall.Kind kind(String name) throws FormatException {
        SystemCall.Kind kind = SystemCall.Kind.named(name);
        if (kind == null) {
            throw new FormatException("the system call '" + name + "' is unknown");
        }
        return kind;
    }

    /** What stands right of {@code =>}. */
    static Answer answer(Fields fields) throws FormatException {
        if (fields.takeWord("done")) {
            return new Answer.Done();
        }
        String error = fields.take("err");
        if (error != null) {
            long number = Fields.parse("err", error.substring(0, Math.max(1, error.indexOf(':'))));
            return message(fields, fields.take("badge"), number);
        }
        String badge = fields.require("badge");
        String info = fields.take("info");
        if (info == null) {
            return message(fields, badge, fields.number("label"));
        }
        if (!info.equals("keep")) {
            throw new FormatException("info=" + info + " is unknown");
        }
        return new Answer.Signal(Fields.parse("badge", badge));
    }

    private static Answer message(Fields fields, String badge, long label) throws FormatException {
        String list = fields.take("mr");
        String[] items = list == null ? new String[0] : Fields.items("mr", list);
        long[] words = new long[items.length];
        boolean[] isRecorded = new boolean[items.length];
        for (int i = 0; i < items.length; i++) {
            isRecorded[i] = !items[i].equals("*");
            words[i] = isRecorded[i] ? Fields.parse("mr", items[i]) : 0;
        }
        int extraCaps = optionalNumber(fields, "xc");
        int unwrapped = optionalNumber(fields, "unw");
        String badges = fields.take("cb");
        String[] recorded = badges == null ? new String[0] : Fields.items("cb", badges);
        if (recorded.length != extraCaps) {
            throw new FormatException("cb= does not say " + extraCaps + " badges, as xc= does");
        }
        long[] capBadges = new long[extraCaps];
        for (int i = 0; i < extraCaps; i++) {
            capBadges[i] = recorded[i].equals("-") ? 0 : Fields.parse("cb", recorded[i]);
        }
        String received = fields.take("rslot");
        return new Answer.Message(
                badge == null ? 0 : Fields.parse("badge", badge),
                label,
                words,
                isRecorded,
                extraCaps,
                unwrapped,
                capBadges,
                received);
    }

    private static int optionalNumber(Fields fields, String key) throws FormatException {
        String value = fields.take(key);
        return value == null ? 0 : (int) Fields.parse(key, value);
    }

    /** {@code slots{T5=ep,N3=null}}, the last field of a line. */
    static SlotChanges slots(String field) throws FormatException {
        if (!field.startsWith(SLOTS) || !field.endsWith("}")) {
            throw new FormatException("a line that does not end with slots{…}");
        }
        List<SlotChanges.Change> changes = new ArrayList<>();
        String inside = field.substring(SLOTS.length(), field.length() - 1);
        for (String change : inside.isEmpty() ? new String[0] : inside.split(",", -1)) {
            changes.add(change(change));
        }
        return new SlotChanges(changes);
    }

    private static SlotChanges.Change change(String text) throws FormatException {
        int equals = text.indexOf('=');
        CapType type = equals < 2 ? null : CapType.named(text.substring(equals + 1));
        boolean inN = text.startsWith("N");
        if (type == null || !(inN || text.startsWith("T"))) {
            throw new FormatException("'" + text + "' is no content of a slot");
        }
        long index = Fields.parse("slots", text.substring(1, equals));
        int size = inN ? WorldLayout.N_SLOTS : WorldLayout.T_SLOTS;
        if (index < 0 || index >= size) {
            throw new FormatException("there is no slot " + text.substring(0, equals));
        }
        return new SlotChanges.Change((int) index + (inN ? WorldLayout.T_SLOTS : 0), type);
    }

    /** {@code t1=s5@2}. */
    static Step.Position position(String text) throws FormatException {
        int equals = text.indexOf("=s");
        int at = text.indexOf('@');
        if (!text.startsWith("t") || equals < 0 || at < equals) {
            throw new FormatException("'" + text + "' is no position of a thread");
        }
        int thread = thread(Fields.parse("state", text.substring(1, equals)));
        long script = Fields.parse("state", text.substring(equals + 2, at));
        long operation = Fields.parse("state", text.substring(at + 1));
        return new Step.Position(thread, (int) script, (int) operation);
    }

    static int thread(long number) throws FormatException {
        if (number < 1 || number > WorldLayout.LAST_THREAD) {
            throw new FormatException("there is no thread " + number);
        }
        return (int) number;
    }
}
