package io.atoll.coordinator;

/**
 * What a program is told about its end of a new channel.
 *
 * @param address of the area in its address space
 * @param byteSize of the area
 * @param side of the area that is its own
 * @param id number of the channel
 * @param isDoorbell whether the other end's signals arrive as interrupts
 * @param isOnOtherCore whether the other end runs at the same time
 */
record NewEnd(
        long address, long byteSize, int side, int id, boolean isDoorbell, boolean isOnOtherCore) {

    /** The end of a channel between clusters. */
    static NewEnd across(long address, long byteSize, int side, int id) {
        return new NewEnd(address, byteSize, side, id, true, true);
    }

    /** Answers whoever has asked for a channel. */
    void tell(Callers callers, long caller) {
        callers.answer(
                caller,
                CoordinatorClient.GRANTED,
                address,
                byteSize,
                side,
                id,
                isDoorbell ? 1 : 0,
                isOnOtherCore ? 1 : 0);
    }
}
