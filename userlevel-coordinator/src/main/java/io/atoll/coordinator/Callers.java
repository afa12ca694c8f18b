package io.atoll.coordinator;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.Sel4;

import java.util.ArrayDeque;

/**
 * The reply objects of a coordinator: one is offered with every receive; a caller who cannot be
 * answered yet keeps the one that holds it, and the next receive offers another. Used by one
 * coordinator only.
 */
final class Callers {
    private final Sel4 sel4;
    private final ObjectAllocator objects;
    private final ArrayDeque<Long> free = new ArrayDeque<>();
    private long offered;

    Callers(Sel4 sel4, ObjectAllocator objects) {
        this.sel4 = sel4;
        this.objects = objects;
        this.offered = objects.make(ObjectType.REPLY);
    }

    /** The reply object for the next receive. */
    long offered() {
        return offered;
    }

    /** The caller who was just received will be answered later, by the object returned. */
    long keep() {
        long kept = offered;
        offered = free.isEmpty() ? objects.make(ObjectType.REPLY) : free.pop();
        return kept;
    }

    /** Answers a kept caller. */
    void answer(long kept, int label, long... words) {
        for (int i = 0; i < words.length; i++) {
            sel4.ipc().mr(i, words[i]);
        }
        sel4.reply(kept).send(MessageInfo.of(label, words.length));
        free.push(kept);
    }
}
