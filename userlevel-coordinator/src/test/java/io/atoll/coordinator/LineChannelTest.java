package io.atoll.coordinator;

import io.atoll.coordinator.channel.ChannelKind;

class LineChannelTest extends ChannelContract {
    LineChannelTest() {
        super(ChannelKind.LINES);
    }
}
