package windtunnel.model.disruption;

import java.util.ArrayList;
import java.util.List;
import windtunnel.model.Machines;
import windtunnel.model.World;

/** Writes down what it hears. */
public class Diary implements Machines.Listener {
    private final World world;
    public final List<String> lines = new ArrayList<>();

    /** Listens to the machines of {@code world}. */
    public Diary(World world) {
        this.world = world;
        world.machines().listen(this);
    }

    private void add(String line) {
        lines.add(world.simulation().nowNanos() / 1_000_000_000 + " " + line);
    }

    @Override
    public void changing() {}

    @Override
    public void lost(Machines.Loss loss) {
        add("lost " + (loss.nodes().isEmpty() ? "none" : loss.nodes().get(0)) + "+"
                + loss.nodes().size() + " " + loss.cause());
    }

    @Override
    public void noticed(Machines.Notice notice) {
        add("notice " + notice.cause());
    }

    @Override
    public void complete() {
        add("complete");
    }
}
