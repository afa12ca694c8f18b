package io.atoll.coordinator.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Histories that are linearizable because of how they are made: some processes perform random
 * operations on a real object, each at one moment between its beginning and its end. The object is
 * no {@link Model}: it shares no code with what is tested.
 */
final class RealExecution {
    /** What an operation does at its moment. */
    private enum Kind {
        REGISTER(new RegisterModel(0)),
        COUNTER(new CounterModel(0)),
        QUEUE(new QueueModel()),
        LOCK(new LockModel()),
        MAP(new MapModel());

        final Model<?> model;

        Kind(Model<?> model) {
            this.model = model;
        }
    }

    /** One process: the operation that it is at, if it is at one. */
    private static final class Process {
        final String name;
        String operation;
        List<Object> arguments;
        long called;
        boolean hasTakenEffect;
        Object result;

        Process(String name) {
            this.name = name;
        }
    }

    private final Kind kind;
    private final Random random;
    private final List<Operation> done = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private int made;
    private long now;

    // The objects.

    private long word;
    private final ArrayDeque<Long> queue = new ArrayDeque<>();
    private long nextValue;
    private String owner;
    private final Map<Long, Long> map = new HashMap<>();

    private RealExecution(Kind kind, long seed) {
        this.kind = kind;
        this.random = new Random(seed);
    }

    static List<Model<?>> models() {
        List<Model<?>> models = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            models.add(kind.model);
        }
        return models;
    }

    /**
     * A history.
     *
     * @param crashes out of 1,000 operations, how many never end; another process goes on instead
     */
    static List<Operation> of(
            Model<?> model, long seed, int processes, int operations, int crashes) {
        Kind kind =
                List.of(Kind.values()).stream()
                        .filter(each -> each.model.equals(model))
                        .findFirst()
                        .orElseThrow();
        return new RealExecution(kind, seed).run(processes, operations, crashes);
    }

    private List<Operation> run(int count, int operations, int crashes) {
        for (int i = 0; i < count; i++) {
            processes.add(new Process("p" + made++));
        }
        while (done.size() < operations) {
            int turn = random.nextInt(count);
            Process process = processes.get(turn);
            if (process.operation == null) {
                begin(process);
            } else if (random.nextInt(2000) < crashes && !process.name.equals(owner)) {
                end(process, Operation.NEVER);
                processes.set(turn, new Process("p" + made++));
            } else if (!process.hasTakenEffect) {
                process.hasTakenEffect = takeEffect(process);
            } else {
                end(process, now++);
            }
        }
        processes.stream()
                .filter(process -> process.operation != null)
                .forEach(process -> end(process, Operation.NEVER));
        return done;
    }

    private void end(Process process, long answered) {
        done.add(
                new Operation(
                        process.name,
                        process.operation,
                        process.arguments,
                        answered == Operation.NEVER ? null : process.result,
                        process.called,
                        answered));
        process.operation = null;
    }

    private void begin(Process process) {
        long value = random.nextInt(4);
        long other = random.nextInt(4);
        process.hasTakenEffect = false;
        process.called = now++;
        int choice = random.nextInt(3);
        switch (kind) {
            case REGISTER -> {
                switch (choice) {
                    case 0 -> call(process, "read");
                    case 1 -> call(process, "write", value);
                    default -> call(process, "compareAndSet", value, other);
                }
            }
            case COUNTER -> {
                switch (choice) {
                    case 0 -> call(process, "get");
                    case 1 -> call(process, "add", value);
                    default -> call(process, "addAndGet", value);
                }
            }
            case QUEUE -> {
                if (random.nextBoolean()) {
                    call(process, "enqueue", nextValue++);
                } else {
                    call(process, "dequeue");
                }
            }
            case LOCK ->
                    call(
                            process,
                            process.name.equals(owner)
                                    ? "unlock"
                                    : random.nextBoolean() ? "tryLock" : "lock");
            case MAP -> {
                switch (choice) {
                    case 0 -> call(process, "get", value);
                    case 1 -> call(process, "put", value, other);
                    default -> call(process, "remove", value);
                }
            }
        }
    }

    private static void call(Process process, String operation, Object... arguments) {
        process.operation = operation;
        process.arguments = List.of(arguments);
    }

    /** False if it cannot now. */
    private boolean takeEffect(Process process) {
        Object result = null;
        switch (process.operation) {
            case "read" -> result = word;
            case "write" -> word = argument(process, 0);
            case "compareAndSet" -> {
                result = word == argument(process, 0);
                word = (boolean) result ? argument(process, 1) : word;
            }
            case "add" -> word += argument(process, 0);
            case "addAndGet" -> result = word += argument(process, 0);
            case "enqueue" -> queue.add(argument(process, 0));
            case "dequeue" -> result = queue.poll();
            case "lock" -> {
                if (owner != null) {
                    return false;
                }
                owner = process.name;
            }
            case "tryLock" -> {
                result = owner == null;
                owner = owner == null ? process.name : owner;
            }
            case "unlock" -> owner = null;
            case "put" -> map.put(argument(process, 0), argument(process, 1));
            case "remove" -> result = map.remove(argument(process, 0)) != null;
            default -> // get
                    result = kind == Kind.MAP ? map.get(argument(process, 0)) : (Long) word;
        }
        process.result = result;
        return true;
    }

    private static long argument(Process process, int index) {
        return (Long) process.arguments.get(index);
    }
}
