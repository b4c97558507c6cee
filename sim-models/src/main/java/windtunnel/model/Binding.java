package windtunnel.model;

import windtunnel.core.unit.Numbers;

/**
 * The link that holds a collective back.
 *
 * @param link its name, with what is left of it if it is degraded: {@code node-3/nic-0/out (degraded to 0.5)}
 * @param part which part of the cluster it belongs to
 * @param bytesPerSec its capacity as it stands, in bytes per second
 * @param busySeconds what its bytes of one operation take at that capacity; the rest of the operation is latency and software
 * @param how algorithm and protocol where they are chosen, for people; else empty
 */
public record Binding(String link, Cluster.Part part, double bytesPerSec, double busySeconds, String how) {
    /** Link number {@code link} of {@code cluster}, over which an operation sends {@code bytes}. */
    public static Binding of(Cluster cluster, int link, double bytes) {
        double capacity = cluster.capacity(link);
        double health = cluster.health(link);
        String name = cluster.name(link) + (health < 1 ? " (degraded to " + Numbers.significant(health, 4) + ")" : "");
        return new Binding(name, cluster.part(link), capacity, bytes == 0 ? 0 : bytes / capacity, "");
    }

    /** The same link, with how the operation is done. */
    public Binding by(String how) {
        return new Binding(link, part, bytesPerSec, busySeconds, how);
    }

    /** The same link, busy for so many seconds. */
    public Binding busy(double seconds) {
        return new Binding(link, part, bytesPerSec, seconds, how);
    }
}
