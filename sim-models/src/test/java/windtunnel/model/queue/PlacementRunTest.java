package windtunnel.model.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static windtunnel.model.queue.QueueSamples.HOUR;
import static windtunnel.model.queue.QueueSamples.PLAIN;
import static windtunnel.model.queue.QueueSamples.job;
import static windtunnel.model.queue.QueueSamples.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Detail;
import windtunnel.model.Fixtures;
import windtunnel.model.InfeasibleException;
import windtunnel.model.LedgerState;
import windtunnel.model.World;
import windtunnel.model.fabric.Cabling;
import windtunnel.model.fabric.LeafSpine;
import windtunnel.model.fabric.topology.Routing;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.queue.placement.Placement;
import windtunnel.model.queue.placement.Traffic;
import windtunnel.model.queue.placement.Where;

class PlacementRunTest {
    /** Nodes of one GPU, four to a leaf whose uplink is a quarter of its NICs. */
    private static World world(int nodes) {
        LinkSku link = Fixtures.link("link", 1e9, 0);
        Simulation simulation = new Simulation();
        return new World(
                simulation,
                new FlowNetwork(simulation),
                new RandomStreams(1, 0),
                new LeafSpine(new Count(5), new Ratio(4), Cabling.OWN, Routing.of(Routing.Policy.SPRAY), false)
                        .build(Fixtures.nodes(nodes, Fixtures.node(1, link, 1, link)), new Assumptions()),
                on -> null,
                new Assumptions(),
                new World.Options("on-demand", 0, Long.MAX_VALUE, Detail.STEP, true));
    }

    private static JobQueue queue(Placement placement, JobQueue.WarmUpRule warmUp) {
        JobQueue like = QueueSamples.queue(JobQueue.Order.ARRIVAL, JobQueue.Backfill.EASY, null);
        return new JobQueue(
                like.name(),
                like.teams(),
                like.jobs(),
                like.arrivals(),
                like.order(),
                like.backfill(),
                placement,
                like.estimate(),
                like.halfLife(),
                like.preemption(),
                like.defragment(),
                like.failedPriority(),
                warmUp);
    }

    private static Job.Terms exchanging(Where where) {
        return new Job.Terms(
                0,
                0,
                0,
                where,
                new Traffic(new TimeSpan(10), new Bytes(4_000_000_000L), Traffic.Pattern.ALL_TO_ALL, new TimeSpan(0)),
                1);
    }

    @Test
    @DisplayName("clu-8.2 four nodes on two leaves at 4:1: steps of 11 s instead of 10, so ten hours take eleven")
    void nodesFarApartMakeAJobLonger() {
        World world = world(8);
        List<Job> jobs = new ArrayList<>();
        Job first = job(jobs, 2, 0, 100, PLAIN);
        Job apart = job(jobs, 4, 0, 10, exchanging(Where.ANY));
        QueueSamples.run(world, queue(Placement.PACK, JobQueue.WarmUpRule.NONE), jobs);
        assertThat(first.nodes).isNull();
        // Nodes 2, 3, 4 and 5: the exchange takes 4 s over the uplinks, 3 s on one leaf.
        assertThat(apart.endedNanos).isEqualTo(11 * HOUR);
        assertThat(metric(world, "queue.placement_slowdown")).isCloseTo(1.1, within(1e-9));
        assertThat(hours(world, LedgerState.COMM_DP)).isCloseTo(4, within(1e-6));
        assertThat(hours(world, LedgerState.COMPUTE)).isCloseTo(240, within(1e-6));
    }

    private static double hours(World world, LedgerState state) {
        return world.ledgers().stream()
                        .filter(ledger -> ledger.owner() != null)
                        .mapToDouble(ledger -> ledger.total(state.ordinal()).doubleValue())
                        .sum()
                / HOUR;
    }

    @Test
    void leafFirstAndSameLeafKeepJobsTogether() {
        for (boolean constrained : new boolean[] {false, true}) {
            List<Job> jobs = new ArrayList<>();
            job(jobs, 1, 0, 100, PLAIN);
            Job together = job(jobs, 4, 0, 10, exchanging(constrained ? Where.SAME_LEAF : Where.ANY));
            World world = world(8);
            Placement placement = constrained ? Placement.PACK : Placement.LEAF_FIRST;
            QueueSamples.run(world, queue(placement, JobQueue.WarmUpRule.NONE), jobs);
            assertThat(together.endedNanos).isEqualTo(10 * HOUR);
        }
    }

    @Test
    void aJobThatNoLeafHoldsIsRefused() {
        List<Job> jobs = new ArrayList<>();
        job(jobs, 5, 0, 10, exchanging(Where.SAME_LEAF));
        assertThatThrownBy(() -> QueueSamples.run(world(8), queue(Placement.PACK, JobQueue.WarmUpRule.NONE), jobs))
                .isInstanceOf(InfeasibleException.class)
                .hasMessageContaining("leaf switch");
    }

    @Test
    @DisplayName("clu-8.2 stranded GPU time: two halves of a leaf for ten hours while a job waits for one whole leaf")
    void strandedByPlacement() {
        World world = world(8);
        List<Job> jobs = new ArrayList<>();
        job(jobs, 4, 0, 5, new Job.Terms(0, 0, 0, Where.SPREAD, null, 1));
        Job waits = job(jobs, 4, 1, 5, exchanging(Where.SAME_LEAF));
        QueueSamples.run(world, queue(Placement.PACK, JobQueue.WarmUpRule.NONE), jobs);
        // Two nodes of each leaf are taken until hour 5; from hour 1 on four are free and useless: 16 of 80 GPU-hours.
        assertThat(waits.startedNanos).isEqualTo(5 * HOUR);
        assertThat(metric(world, "queue.stranded")).isCloseTo(16.0 / 80, within(1e-12));
    }

    @Test
    @DisplayName("clu-T10.1 one long M/M/1 run: MSER-5 and batch means know the mean wait 4 of load .8")
    void steadyWait() {
        World world = QueueSamples.world(1, 1, 3);
        Random random = new Random(5);
        List<Job> jobs = new ArrayList<>();
        double at = 0;
        for (int i = 0; i < 60_000; i++) {
            at -= Math.log(1 - random.nextDouble()) / 0.8;
            job(jobs, 1, at, -Math.log(1 - random.nextDouble()), PLAIN);
        }
        QueueSamples.run(world, queue(Placement.PACK, JobQueue.WarmUpRule.MSER5), jobs);
        double mean = metric(world, "queue.steady_wait") / 3600;
        double half = metric(world, "queue.steady_wait_half_width") / 3600;
        // Asymptotic variance of the wait r (2 + 5 r - 4 r^2 + r^3) / (1 - r)^4 = 1,976 (Daley 1968): deviation .181 of
        // 60,000 jobs.
        assertThat(mean).isCloseTo(4, within(3.29 * 0.181));
        // Half the interval is t times that with 20 to 30 batches, itself known to a sixth or so.
        assertThat(half).isBetween(0.18, 0.75);
        assertThat(metric(world, "queue.wait_p95_small")).isEqualTo(metric(world, "queue.wait_p95"));
    }

    @Test
    void workLostForAFailureIsCountedApart() {
        World world = QueueSamples.world(2, 8, 1);
        List<Job> jobs = new ArrayList<>();
        job(jobs, 8, 0, 10, new Job.Terms(1, HOUR, 0, Where.ANY, null, 1));
        job(jobs, 8, 0, 10, new Job.Terms(0, 4 * HOUR, 0, Where.ANY, null, 1));
        Preemption atOnce = new Preemption(new TimeSpan(0), Preemption.Victims.LOWEST_PRIORITY);
        new QueueRun(world, QueueSamples.queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.EASY, atOnce), jobs)
                .schedule();
        world.simulation().at(3 * HOUR, 0, payload -> world.machines().fail(0, 1, "test", () -> 24 * HOUR), 0);
        world.simulation().run();
        world.close(world.simulation().nowNanos());
        // At hour 3 the important job loses its machine and takes the other's, which has saved nothing yet: 3 h x 8
        // GPUs.
        assertThat(metric(world, "queue.failure_preemptions")).isEqualTo(1);
        assertThat(metric(world, "queue.failure_preemption_loss")).isEqualTo(24);
    }
}
