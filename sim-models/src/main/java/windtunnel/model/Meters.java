package windtunnel.model;

/** What is counted for the bill, by name; the cost model has a rule for each. */
public final class Meters {
    /** Held nodes, in node-nanoseconds. */
    public static final String NODE = "node-ns";
    /** The price of held nodes over the time, where it varies: 1e-9 US dollars for an hour x nanoseconds. */
    public static final String PAID = "paid-nano-usd-ns";
    /** Stored or provisioned bytes, in byte-nanoseconds. */
    public static final String STORED = "stored-byte-ns";
    /** What is missing to the shortest stay that is paid, in byte-nanoseconds. */
    public static final String EARLY = "early-deletion-byte-ns";

    /** Requests, counted. */
    public static final String REQUESTS = "requests";
    /** Bytes read from a class that charges for it. */
    public static final String RETRIEVED = "retrieved-bytes";

    private Meters() {}
}
