package windtunnel.model.disruption.failure;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.Machines;
import windtunnel.model.World;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Maintenance that is planned: at fixed times some machines are stopped, one group after the other, or all at once.
 *
 * <p>It is announced, so a job saves before it and loses nothing but the time of the save, of the stop and of its start; a job whose machines
 * are replaced by hot spares does not wait for them. The machines are paid. Nothing is random: the time that a plan takes is added to every run.
 */
public record Maintenance(
        @Key(doc = "Time from one stop to the next.", example = "30 d")
        TimeSpan every,

        @Key(doc = "Time of the first stop; without it, after one interval.", example = "10 d")
        Optional<TimeSpan> first,

        @Key(
                doc = "Nodes that are stopped together, the next ones at each time; without it, all of them.",
                example = "16")
        Optional<Count> nodes,

        @Key(doc = "How long a stop lasts.", example = "6 h")
        TimeSpan lasts,

        @Key(
                doc = "Warning before a stop.",
                def = "15 min",
                tag = "vendor",
                source = "Microsoft, Azure scheduled events: at least 15 minutes before a reboot")
        TimeSpan notice)
        implements Disruption, Checked {
    private static final double LATEST_SECONDS = 9e9;

    @Override
    public void check(Issues issues) {
        issues.check(every.seconds() > 0, "every", "must be above 0");
        issues.check(lasts.seconds() > 0, "lasts", "must be above 0");
        issues.check(lasts.seconds() < LATEST_SECONDS, "lasts", "must be shorter than centuries");
        issues.check(nodes.isEmpty() || nodes.get().value() >= 1, "nodes", "at least one node is stopped");
    }

    @Override
    public boolean takesMachines(ClusterSpec.Nodes cluster) {
        return true;
    }

    @Override
    public void attach(World world) {
        int all = world.cluster().nodes();
        int each = nodes.map(count -> (int) Math.min(count.value(), all)).orElse(all);
        world.machines().expected().expectEvictions(1 / every.seconds(), notice.seconds(), each * lasts.seconds());
        schedule(world, first.orElse(every).seconds(), 0, each);
    }

    private void schedule(World world, double atSeconds, int firstNode, int each) {
        double noticeAt = Math.max(0, atSeconds - notice.seconds());
        if (atSeconds < LATEST_SECONDS) {
            world.simulation()
                    .at(
                            Simulation.nanos(noticeAt),
                            Rank.NOTICE,
                            now -> {
                                stop(world, Simulation.nanos(atSeconds - noticeAt), firstNode, each);
                                schedule(
                                        world,
                                        atSeconds + every.seconds(),
                                        (firstNode + each) % world.cluster().nodes(),
                                        each);
                            },
                            0);
        }
    }

    private void stop(World world, long noticeNanos, int firstNode, int each) {
        int all = world.cluster().nodes();
        List<Integer> group = IntStream.range(0, each)
                .map(i -> (firstNode + i) % all)
                .sorted()
                .boxed()
                .toList();
        long nanos = Simulation.nanos(lasts.seconds());
        world.machines()
                .warn(new Machines.Warning(group, "maintenance", noticeNanos, () -> nanos, Machines.Return.SAME, true));
    }
}
