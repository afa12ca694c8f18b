package io.atoll.coordinator.history;

import io.atoll.kernel.api.Sel4;

import java.util.List;

/**
 * One program's part of the history of an object that several programs share, wherever they run:
 * when each of its operations began and ended, and what it returned. Who runs the machine puts the
 * parts together by the object's name, and checks that the whole is linearizable: that each
 * operation can have taken effect at one moment between its beginning and its end, so that together
 * they did what the object's {@link Model} does.
 *
 * <pre>
 *     RegisterHistory x = History.ofRegister(context.sel4(), "x", 0);
 *     Call write = x.write(5);
 *     ...                         // as the program does it
 *     write.done();
 * </pre>
 *
 * <p>Recording takes no time but what {@link Sel4#debugReport} says: on the simulated machine one
 * cycle at the beginning and one at the end of each operation. To be used by the program's thread.
 */
public final class History {
    private final Sel4 sel4;
    private final String object;

    private History(Sel4 sel4, String object) {
        this.sel4 = sel4;
        this.object = object;
    }

    /**
     * The history of an object with a model of the user's own.
     *
     * @param object its name: the same in all programs that record operations on it
     * @param model equal in all of them
     */
    public static History of(Sel4 sel4, String object, Model<?> model) {
        sel4.debugReport(new HistoryReport.Begun(object, model));
        return new History(sel4, object);
    }

    /** The history of a word that can be read, written, and compared and set. */
    public static RegisterHistory ofRegister(Sel4 sel4, String object, long initial) {
        return new RegisterHistory(of(sel4, object, new RegisterModel(initial)));
    }

    /** The history of a number that is added to. */
    public static CounterHistory ofCounter(Sel4 sel4, String object, long initial) {
        return new CounterHistory(of(sel4, object, new CounterModel(initial)));
    }

    /** The history of a queue of words, empty at first: first in, first out. */
    public static QueueHistory ofQueue(Sel4 sel4, String object) {
        return new QueueHistory(of(sel4, object, new QueueModel()));
    }

    /** The history of a lock, free at first. */
    public static LockHistory ofLock(Sel4 sel4, String object) {
        return new LockHistory(of(sel4, object, new LockModel()));
    }

    /** The history of a map from words to words, empty at first. */
    public static MapHistory ofMap(Sel4 sel4, String object) {
        return new MapHistory(of(sel4, object, new MapModel()));
    }

    /**
     * An operation begins now; to be called before anything is done about it.
     *
     * @param arguments immutable, with {@code equals} and {@code toString} that go by their values
     */
    public Call call(String operation, Object... arguments) {
        HistoryReport.Called call = new HistoryReport.Called(object, operation, List.of(arguments));
        sel4.debugReport(call);
        return new Call(sel4, call);
    }
}
