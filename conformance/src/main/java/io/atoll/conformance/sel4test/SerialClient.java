package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.MessageInfo;
import io.atoll.kernel.api.Sel4;

import java.nio.charset.StandardCharsets;

/**
 * A client of the serial server, for the thread whose system calls it has.
 *
 * @param endpoint to the server, with the client's badge
 * @param frame capability to the shared frame
 * @param address where the shared frame is mapped
 */
record SerialClient(Sel4 sel4, long endpoint, long frame, long address) {

    /** Returns the status: 0 if connected. */
    long connect() {
        sel4.ipc().mr(0, SerialServer.SHARED_BYTES);
        sel4.ipc().cap(0, frame);
        return ask(MessageInfo.of(SerialServer.CONNECT, 0, 1, 1));
    }

    /** Returns the number of bytes written, or the negative status. */
    long write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            sel4.memory().putByte(address + i, bytes[i]);
        }
        sel4.ipc().mr(0, bytes.length);
        long status = ask(MessageInfo.of(SerialServer.WRITE, 1));
        return status == SerialServer.OK ? sel4.ipc().mr(1) : -status;
    }

    /** As {@link #write}, of a text that is put together first. */
    long printf(String format, Object... arguments) {
        return write(format.formatted(arguments));
    }

    long disconnect() {
        return ask(MessageInfo.of(SerialServer.DISCONNECT, 0));
    }

    long kill() {
        return ask(MessageInfo.of(SerialServer.KILL, 0));
    }

    private long ask(long info) {
        sel4.call(endpoint, info);
        return sel4.ipc().mr(0);
    }
}
