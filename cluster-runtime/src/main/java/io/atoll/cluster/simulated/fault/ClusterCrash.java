package io.atoll.cluster.simulated.fault;

/** Why a cluster has stopped: it was crashed on purpose. No mistake of its kernel. */
public final class ClusterCrash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param fault that crashed it
     */
    public ClusterCrash(Fault fault) {
        super("crashed on purpose: " + fault, null, false, false);
    }
}
