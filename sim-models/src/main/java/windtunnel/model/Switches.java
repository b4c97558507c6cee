package windtunnel.model;

import java.util.function.IntConsumer;

/** The switches of a {@link Network}, as things that fail as a whole. */
public interface Switches {
    /** How many there are. */
    int count();

    /** Name of a switch: {@code leaf-3}. */
    String name(int index);

    /** Tells each switch that a NIC is plugged into: one, or several where it has a port in several planes. */
    void plugged(int nic, IntConsumer sink);

    /** Tells each link of the network that suffers when a switch fails. */
    void without(int index, Left sink);

    /** Takes what is left of links. */
    @FunctionalInterface
    interface Left {
        /** A link of the network has this share of its rate. */
        void left(int link, double share);
    }
}
