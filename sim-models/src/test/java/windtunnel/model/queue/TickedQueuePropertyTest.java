package windtunnel.model.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.World;
import windtunnel.model.queue.placement.Placement;

/** The queue against a second one that walks tick by tick: fair share with decay, stranded GPUs, what teams held. */
class TickedQueuePropertyTest {
    private static final int PER_NODE = 8;
    /** So many that 95 of 100 of them are no whole number. */
    private static final int JOBS = 37;

    private static final double[] SHARES = {1, 2.3183, 3.7071};

    private static List<Job> trace(long seed, int count) {
        Random random = new Random(seed);
        List<Job> jobs = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < count; i++) {
            at += random.nextInt(3) * TickedQueue.TICK;
            int team = random.nextInt(SHARES.length);
            long length = (1 + random.nextInt(15)) * TickedQueue.TICK;
            jobs.add(new Job(i, team, 1 + random.nextInt(PER_NODE), at, length, 1, QueueSamples.PLAIN));
        }
        return jobs;
    }

    private static JobQueue fair(double halfLifeTicks) {
        List<Team> teams = new ArrayList<>();
        for (int team = 0; team < SHARES.length; team++) {
            teams.add(QueueSamples.team("team-" + team, SHARES[team], 0, false));
        }
        return new JobQueue(
                "queue",
                teams,
                List.of(),
                List.of(),
                JobQueue.Order.FAIR_SHARE,
                JobQueue.Backfill.NONE,
                Placement.PACK,
                new Ratio(1),
                new TimeSpan(halfLifeTicks * 300),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                JobQueue.WarmUpRule.NONE);
    }

    @Property(tries = 150)
    @Label(
            "clu-T8.8 fair share whose use decays starts every job in the tick in which a queue that sums all past ticks does")
    void fairShareDecays(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int nodes,
            @ForAll @IntRange(min = 2, max = 60) int halfLifeTicks) {
        List<Job> jobs = trace(seed, JOBS);
        TickedQueue ticked = new TickedQueue(trace(seed, JOBS), nodes, PER_NODE, SHARES, halfLifeTicks);
        World world = QueueSamples.run(QueueSamples.world(nodes, PER_NODE, seed), fair(halfLifeTicks), jobs);
        assertThat(jobs.stream()
                        .mapToInt(job -> (int) (job.startedNanos / TickedQueue.TICK))
                        .toArray())
                .containsExactly(ticked.starts);
        assertThat(QueueSamples.metric(world, "queue.stranded")).isCloseTo(ticked.stranded, within(1e-12));
        waits(world, jobs, ticked);
        for (int team = 0; team < SHARES.length; team++) {
            assertThat(QueueSamples.metric(world, "team-" + team + ".gpu_hours"))
                    .isCloseTo(ticked.gpuTicks[team] / 12, within(1e-9));
        }
    }

    /** Waits and slowdowns by their definitions, from the starts of the second queue. */
    private static void waits(World world, List<Job> jobs, TickedQueue ticked) {
        double[] waits = new double[jobs.size()];
        double slowdowns = 0;
        for (Job job : jobs) {
            double wait = 300.0 * ticked.starts[job.number] - job.arrivesNanos * 1e-9;
            double length = job.lengthNanos * 1e-9;
            waits[job.number] = wait;
            slowdowns += Math.max(1, (wait + length) / Math.max(length, 600));
        }
        assertThat(QueueSamples.metric(world, "queue.slowdown")).isCloseTo(slowdowns / waits.length, within(1e-9));
        double p95 = QueueSamples.metric(world, "queue.wait_p95");
        assertThat(java.util.Arrays.stream(waits)
                        .filter(wait -> wait <= p95 + 1e-6)
                        .count())
                .isGreaterThanOrEqualTo((95 * JOBS + 99) / 100);
        assertThat(java.util.Arrays.stream(waits)
                        .filter(wait -> wait < p95 - 1e-6)
                        .count())
                .isLessThan((95 * JOBS + 99) / 100);
        assertThat(QueueSamples.metric(world, "queue.wait_p95_small")).isEqualTo(p95);
    }
}
