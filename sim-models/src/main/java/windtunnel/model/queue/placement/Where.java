package windtunnel.model.queue.placement;

/** What a job says about its nodes. */
public enum Where {
    /** Wherever the queue puts it. */
    ANY,
    /** All below one leaf switch; it waits until one has room. */
    SAME_LEAF,
    /** On as many leaf switches as there are free nodes, so that one switch takes few of them down. */
    SPREAD
}
