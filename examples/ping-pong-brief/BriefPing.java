import io.atoll.coordinator.CoordinatorClient;
import io.atoll.coordinator.channel.LineChannel;
import io.atoll.coordinator.microkit.DirectProgram;
import io.atoll.coordinator.microkit.PdContext;
import io.atoll.coordinator.ring.RingResult;

/** Sends "pong" some words, and wants each of them back. */
public final class BriefPing implements DirectProgram {
    private static final int WORDS = 20;

    @Override
    public void run(PdContext context) {
        LineChannel pong = CoordinatorClient.of(context).connect("pong");
        int returned = 0;
        for (int word = 0; word < WORDS; word++) {
            pong.send(word);
            if (pong.receive() == RingResult.OK && pong.word(0) == word) {
                returned++;
            }
            pong.release();
        }
        context.dbgPuts(returned + " of " + WORDS + " words came back\n");
        pong.close();
    }
}
