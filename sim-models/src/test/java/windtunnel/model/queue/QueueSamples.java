package windtunnel.model.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.Detail;
import windtunnel.model.Fabric;
import windtunnel.model.Fixtures;
import windtunnel.model.LedgerState;
import windtunnel.model.World;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.hardware.NodeSku;
import windtunnel.model.queue.placement.Placement;
import windtunnel.model.queue.placement.Where;

/** Queues on a small cluster, with the jobs laid open. */
final class QueueSamples {
    static final long HOUR = 3_600_000_000_000L;

    private QueueSamples() {}

    /** A cluster of {@code nodes} nodes of {@code gpus} GPUs. */
    static World world(int nodes, int gpus, long seed) {
        LinkSku link = Fixtures.link("link", 1e9, 0);
        NodeSku node = Fixtures.node(gpus, link, gpus, link);
        Fabric fabric =
                new LeafSpine(new Count(64), new Ratio(1), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false);
        Simulation simulation = new Simulation();
        Cluster cluster = fabric.build(Fixtures.nodes(nodes, node), new Assumptions());
        return new World(
                simulation,
                new FlowNetwork(simulation),
                new RandomStreams(seed, 0),
                cluster,
                on -> null,
                new Assumptions(),
                new World.Options("on-demand", 0, Long.MAX_VALUE, Detail.STEP, true));
    }

    /** A queue of one team in an order and with a backfill rule. */
    static JobQueue queue(JobQueue.Order order, JobQueue.Backfill backfill, Preemption preemption) {
        return queue(List.of(team("all", 1, 0, false)), order, backfill, preemption);
    }

    static JobQueue queue(List<Team> teams, JobQueue.Order order, JobQueue.Backfill backfill, Preemption preemption) {
        return new JobQueue(
                "queue",
                teams,
                List.of(),
                List.of(),
                order,
                backfill,
                Placement.PACK,
                new Ratio(1),
                new TimeSpan(7 * 86_400),
                Optional.ofNullable(preemption),
                Optional.empty(),
                Optional.empty(),
                JobQueue.WarmUpRule.NONE);
    }

    /** The same queue that moves jobs together, and in which jobs that lost a machine come first. */
    static JobQueue with(JobQueue queue, Optional<Defragmentation> defragment, Optional<Count> failedPriority) {
        return new JobQueue(
                queue.name(),
                queue.teams(),
                queue.jobs(),
                queue.arrivals(),
                queue.order(),
                queue.backfill(),
                queue.placement(),
                queue.estimate(),
                queue.halfLife(),
                queue.preemption(),
                defragment,
                failedPriority,
                queue.warmUp());
    }

    static double gpuHours(World world, LedgerState state) {
        return world.ledgers().stream()
                        .filter(ledger -> ledger.owner() != null)
                        .mapToDouble(ledger -> ledger.total(state.ordinal()).doubleValue())
                        .sum()
                / HOUR;
    }

    static Team team(String name, double share, long quota, boolean borrows) {
        return new Team(name, new Ratio(share), quota == 0 ? Optional.empty() : Optional.of(new Count(quota)), borrows);
    }

    static Job job(List<Job> all, int gpus, double arrivesHours, double lengthHours, Job.Terms terms) {
        Job job =
                new Job(all.size(), 0, gpus, Math.round(arrivesHours * HOUR), Math.round(lengthHours * HOUR), 1, terms);
        all.add(job);
        return job;
    }

    static final Job.Terms PLAIN = new Job.Terms(0, 0, 0, Where.ANY, null, 1);

    /** T8.2: five jobs on 8 GPUs, as (arrival, size, length) in hours. */
    static List<Job> five() {
        List<Job> all = new ArrayList<>();
        job(all, 4, 0, 10, PLAIN);
        job(all, 8, 1, 5, PLAIN);
        job(all, 4, 2, 8, PLAIN);
        job(all, 2, 3, 20, PLAIN);
        job(all, 4, 4, 6, PLAIN);
        return all;
    }

    /** Runs the jobs to their end. */
    static World run(World world, JobQueue queue, List<Job> jobs) {
        new QueueRun(world, queue, jobs).schedule();
        world.simulation().run();
        world.close(world.simulation().nowNanos());
        return world;
    }

    static double metric(World world, String name) {
        return world.recorder().values().get(name).value();
    }
}
