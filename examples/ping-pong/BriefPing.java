/** A few messages only: for thousands of seeds in virtual time. */
public final class BriefPing extends Ping {
    public BriefPing() {
        super(10);
    }
}
