package windtunnel.model.collective;

/** How all groups of a family do one operation at once: what it costs and what it loads, on the cluster as it stood when it was made. */
public interface Plan {
    /** Seconds until the slowest group is done with {@code bytes} of payload, at the fidelity that the plan was made for. */
    double seconds(double bytes);

    /** The link that holds the slowest group back. */
    int bottleneck(double bytes);

    /** Tells every link what it carries for each byte of payload; a link may be told more than once. */
    void carry(Traffic.LinkSink sink);
}
