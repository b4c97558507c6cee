package windtunnel.model.collective.nccl;

/**
 * What binds a collective.
 *
 * @param network whether that is a link of the network rather than one inside a domain
 * @param busySeconds what the bytes over that link take at its full rate; the rest of the collective's time is latency and filling of pipelines
 */
public record Bound(boolean network, double busySeconds) {}
