package windtunnel.model.storage;

/** Over which network nodes reach a storage. */
public enum ClientNetwork {
    /** A network of its own. */
    FRONT_END,
    /** The NICs that collectives use too. */
    FABRIC
}
