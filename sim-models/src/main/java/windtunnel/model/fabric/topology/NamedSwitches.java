package windtunnel.model.fabric.topology;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import windtunnel.model.Network;
import windtunnel.model.Switches;

/**
 * Switches whose names stand for all of their cables.
 *
 * @param network finds the cables
 * @param names names in order
 * @param switchOfNic switch of each NIC
 */
record NamedSwitches(Network network, List<String> names, IntUnaryOperator switchOfNic) implements Switches {
    /** Adds the names of {@code count} switches of a tier. */
    static void count(String prefix, int count, List<String> names) {
        for (int i = 0; i < count; i++) {
            names.add(prefix + i);
        }
    }

    @Override
    public int count() {
        return names.size();
    }

    @Override
    public String name(int index) {
        return names.get(index);
    }

    @Override
    public void plugged(int nic, IntConsumer sink) {
        sink.accept(switchOfNic.applyAsInt(nic));
    }

    @Override
    public void without(int index, Left sink) {
        network.find(name(index)).forEach(link -> sink.left(link, 0));
    }
}
