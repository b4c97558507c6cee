package windtunnel.model;

import java.util.List;
import java.util.Optional;

/**
 * What lies between the NICs of a cluster: switches, the directed links between them, and routes as arithmetic.
 *
 * <p>Links are numbered from 0 and those of one {@link Cluster.Part} follow each other. Nothing is stored for a link or a pair of NICs, so that size costs no
 * memory. The link of a NIC to its switch is the cluster's, not the network's.
 */
public interface Network {
    /** Number of directed links. */
    int links();

    /** Which part of the cluster a link belongs to. */
    Cluster.Part part(int link);

    /** First link of a part, or {@link #links()} where the network has none of it. */
    int first(Cluster.Part part);

    /** Nominal rate of a link in bytes per second. */
    double bytesPerSec(int link);

    /**
     * NICs after which the network repeats itself, so that all of it but the ends looks the same when shifted by so many; 0 where it does not, or where the
     * way of a flow depends on which NICs it joins.
     */
    default int unit() {
        return 0;
    }

    /** The same network with so many NICs fewer, a multiple of {@link #unit}. */
    default Network without(int nics) {
        throw new UnsupportedOperationException("a network without a unit cannot be made smaller");
    }

    /** Whether cables lead from one NIC to another. */
    default boolean joins(int from, int to) {
        return true;
    }

    /**
     * Adds the links from the switch of one NIC to the switch of another, each with the share of the flow that takes it: all of one path, or parts of several.
     *
     * @param from sending NIC, counted over the cluster
     * @param to receiving NIC
     * @param label tells apart flows between the same NICs
     * @param health share of its nominal rate that a link of this network has now; a route may avoid dead links
     * @param out where the links go
     */
    void cross(int from, int to, long label, Health health, Route out);

    /** Latency from one NIC to another in seconds, both NIC links included; that of the longest way where there are several. */
    double seconds(int from, int to);

    /** Name of a directed link: {@code leaf-3/up}. */
    String name(int link);

    /** The links that a name stands for: one direction, both, or all cables of a switch; empty when there are none. */
    List<Integer> find(String name);

    /** Names of links for messages, as ranges: {@code leaf-0 to leaf-7}. */
    List<String> examples();

    /** Names that may be meant by one that is not known. */
    List<String> similar(String name);

    /** Its switches; empty where links are all there is. */
    default Optional<Switches> switches() {
        return Optional.empty();
    }

    /** Health of links. */
    @FunctionalInterface
    interface Health {
        /** Share of its nominal rate that a link has. */
        double share(int link);
    }
}
