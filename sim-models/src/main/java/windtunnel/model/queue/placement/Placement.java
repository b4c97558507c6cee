package windtunnel.model.queue.placement;

/** Where jobs are put that do not say it themselves. */
public enum Placement {
    /** The fullest node with room; the lowest whole nodes. */
    PACK,
    /** The emptiest node with room; whole nodes evenly apart. */
    SPREAD,
    /** As PACK for parts of a node; whole nodes of the fullest leaf switch that has enough, else of as few leaves as possible. */
    LEAF_FIRST
}
