package windtunnel.model.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static windtunnel.model.queue.QueueSamples.HOUR;
import static windtunnel.model.queue.QueueSamples.PLAIN;
import static windtunnel.model.queue.QueueSamples.five;
import static windtunnel.model.queue.QueueSamples.gpuHours;
import static windtunnel.model.queue.QueueSamples.job;
import static windtunnel.model.queue.QueueSamples.metric;
import static windtunnel.model.queue.QueueSamples.queue;
import static windtunnel.model.queue.QueueSamples.run;
import static windtunnel.model.queue.QueueSamples.team;
import static windtunnel.model.queue.QueueSamples.world;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.LedgerState;
import windtunnel.model.World;
import windtunnel.model.queue.placement.Where;

class QueueRunTest {
    private static final Preemption AT_ONCE = new Preemption(new TimeSpan(0), Preemption.Victims.LOWEST_PRIORITY);

    private static double[] hours(List<Job> jobs, java.util.function.ToLongFunction<Job> time) {
        return jobs.stream()
                .mapToDouble(job -> (double) time.applyAsLong(job) / HOUR)
                .toArray();
    }

    @Test
    @DisplayName("clu-T8.2 five jobs on 8 GPUs, first come first served: starts, ends, mean wait, utilisation")
    void firstComeFirstServed() {
        List<Job> jobs = five();
        World world = run(world(1, 8, 1), queue(JobQueue.Order.ARRIVAL, JobQueue.Backfill.NONE, null), jobs);
        assertThat(hours(jobs, job -> job.startedNanos)).containsExactly(0, 10, 15, 15, 23);
        assertThat(hours(jobs, job -> job.endedNanos)).containsExactly(10, 15, 23, 35, 29);
        assertThat(metric(world, "queue.wait")).isCloseTo(10.6 * 3600, within(1e-6));
        assertThat(metric(world, "queue.makespan")).isCloseTo(35 * 3600, within(1e-6));
        assertThat(metric(world, "queue.allocated")).isCloseTo(176.0 / 280, within(1e-12));
    }

    @ParameterizedTest
    @DisplayName("clu-T8.2 with EASY backfill the third job overtakes; conservative does the same here")
    @CsvSource({"EASY", "CONSERVATIVE"})
    void backfilled(JobQueue.Backfill backfill) {
        List<Job> jobs = five();
        World world = run(world(1, 8, 1), queue(JobQueue.Order.ARRIVAL, backfill, null), jobs);
        assertThat(hours(jobs, job -> job.startedNanos)).containsExactly(0, 10, 2, 15, 15);
        assertThat(hours(jobs, job -> job.endedNanos)).containsExactly(10, 15, 10, 35, 21);
        assertThat(metric(world, "queue.wait")).isCloseTo(6.4 * 3600, within(1e-6));
        assertThat(metric(world, "queue.makespan")).isCloseTo(35 * 3600, within(1e-6));
    }

    @Test
    @DisplayName("clu-T8.3 a preempted job goes on from its last checkpoint after a restart")
    void preempted() {
        List<Job> jobs = new ArrayList<>();
        Job low = job(jobs, 8, 0, 10, new Job.Terms(0, 3 * HOUR, HOUR, Where.ANY, null, 1));
        Job high = job(jobs, 4, 5, 4, new Job.Terms(1, 0, 0, Where.ANY, null, 1));
        World world = run(world(1, 8, 1), queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.NONE, AT_ONCE), jobs);
        assertThat(high.startedNanos).isEqualTo(5 * HOUR);
        assertThat(high.endedNanos).isEqualTo(9 * HOUR);
        assertThat(low.endedNanos).isEqualTo(17 * HOUR);
        assertThat(metric(world, "queue.preemptions")).isEqualTo(1);
        // Two hours of eight GPUs are lost, and an hour is the restart.
        assertThat(gpuHours(world, LedgerState.LOST_WORK)).isEqualTo(16);
        assertThat(gpuHours(world, LedgerState.RESTART)).isEqualTo(8);
        assertThat(gpuHours(world, LedgerState.COMPUTE)).isEqualTo(80 + 16);
    }

    @Test
    @DisplayName("clu-T8.3 without preemption the important job waits")
    void notPreempted() {
        List<Job> jobs = new ArrayList<>();
        Job low = job(jobs, 8, 0, 10, new Job.Terms(0, 3 * HOUR, HOUR, Where.ANY, null, 1));
        Job high = job(jobs, 4, 5, 4, new Job.Terms(1, 0, 0, Where.ANY, null, 1));
        run(world(1, 8, 1), queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.NONE, null), jobs);
        assertThat(low.endedNanos).isEqualTo(10 * HOUR);
        assertThat(high.endedNanos).isEqualTo(14 * HOUR);
    }

    @Test
    void aProtectedJobIsPreemptedOnceItIsNot() {
        List<Job> jobs = new ArrayList<>();
        Job low = job(jobs, 8, 0, 4, PLAIN);
        Job high = job(jobs, 4, 1, 4, new Job.Terms(1, 0, 0, Where.ANY, null, 1));
        Preemption twoHours = new Preemption(new TimeSpan(7200), Preemption.Victims.LOWEST_PRIORITY);
        run(world(1, 8, 1), queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.NONE, twoHours), jobs);
        // At 1 h the low job has run for an hour only; at 2 h nothing comes or goes, but it is protected no longer. It
        // begins anew at 6 h.
        assertThat(high.startedNanos).isEqualTo(2 * HOUR);
        assertThat(low.endedNanos).isEqualTo(10 * HOUR);
    }

    @Test
    void aQuotaHoldsATeamBackAndBorrowingJobsYield() {
        List<Team> teams = List.of(team("small", 1, 4, true), team("large", 1, 8, false));
        List<Job> jobs = new ArrayList<>();
        Job within = job(jobs, 4, 0, 10, PLAIN);
        Job borrowed = job(jobs, 4, 0, 10, PLAIN);
        Job entitled = new Job(2, 1, 4, HOUR, 2 * HOUR, 1, PLAIN);
        jobs.add(entitled);
        World world = run(world(1, 8, 1), queue(teams, JobQueue.Order.ARRIVAL, JobQueue.Backfill.EASY, AT_ONCE), jobs);
        assertThat(entitled.startedNanos).isEqualTo(HOUR);
        assertThat(within.endedNanos).isEqualTo(10 * HOUR);
        // It began anew when the entitled job was done.
        assertThat(borrowed.endedNanos).isEqualTo(13 * HOUR);
        assertThat(metric(world, "small.preemptions")).isEqualTo(1);
    }

    @Test
    void withoutBorrowingAQuotaLeavesGpusFree() {
        List<Team> teams = List.of(team("small", 1, 4, false));
        List<Job> jobs = new ArrayList<>();
        job(jobs, 4, 0, 10, PLAIN);
        Job second = job(jobs, 4, 0, 10, PLAIN);
        run(world(1, 8, 1), queue(teams, JobQueue.Order.ARRIVAL, JobQueue.Backfill.EASY, null), jobs);
        assertThat(second.startedNanos).isEqualTo(10 * HOUR);
    }

    @Test
    void theTeamThatUsedLessForItsShareIsNext() {
        List<Team> teams = List.of(team("rich", 3, 0, false), team("poor", 1, 0, false));
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            jobs.add(new Job(i, i % 2, 8, 0, HOUR, 1, PLAIN));
        }
        run(world(1, 8, 1), queue(teams, JobQueue.Order.FAIR_SHARE, JobQueue.Backfill.NONE, null), jobs);
        long rich = jobs.stream()
                .filter(job -> job.team == 0 && job.endedNanos <= 20 * HOUR)
                .count();
        assertThat(rich).isEqualTo(15);
    }

    @Test
    void aLostMachineStopsTheJobsOnItAndTheyGoOnElsewhere() {
        World world = world(2, 8, 1);
        List<Job> jobs = new ArrayList<>();
        Job hit = job(jobs, 8, 0, 10, new Job.Terms(0, HOUR, 0, Where.ANY, null, 1));
        Job other = job(jobs, 8, 0, 4, PLAIN);
        new QueueRun(world, queue(JobQueue.Order.ARRIVAL, JobQueue.Backfill.EASY, null), jobs).schedule();
        // Node 0 fails at 2.5 h and is in repair for a day: the job waits for node 1, free at 4 h, with two hours
        // saved.
        world.simulation()
                .at(2 * HOUR + HOUR / 2, 0, payload -> world.machines().fail(0, 1, "test", () -> 24 * HOUR), 0);
        world.simulation().run();
        world.close(world.simulation().nowNanos());
        assertThat(other.endedNanos).isEqualTo(4 * HOUR);
        assertThat(hit.startedNanos).isEqualTo(4 * HOUR);
        assertThat(hit.endedNanos).isEqualTo(12 * HOUR);
        assertThat(metric(world, "queue.failures")).isEqualTo(1);
        assertThat(gpuHours(world, LedgerState.LOST_WORK)).isEqualTo(4);
        assertThat(metric(world, "queue.goodput")).isCloseTo((80.0 + 32) / (16 * 2.5 + 8 * 9.5), within(1e-12));
    }

    @ParameterizedTest
    @DisplayName(
            "clu-T8.4 saturated gangs of one or two GPUs on two: throughput and utilisation of the three-state chain")
    @CsvSource({
        "0.25, 0.903226, 1.032258",
        "0.5, 0.857143, 1.142857",
        "0.75, 0.869565, 1.391304",
        "0.9, 0.924370, 1.680672"
    })
    void headOfLineBlocking(double p, double utilisation, double throughput) {
        World world = world(1, 2, 5);
        windtunnel.core.random.Stream draws = world.streams().stream("test", "jobs");
        List<Job> jobs = new ArrayList<>();
        int count = 40_000;
        for (int i = 0; i < count; i++) {
            int size = draws.uniform() < p ? 1 : 2;
            job(jobs, size, 0, -Math.log(draws.uniform()), PLAIN);
        }
        run(world, queue(JobQueue.Order.ARRIVAL, JobQueue.Backfill.NONE, null), jobs);
        assertThat(metric(world, "queue.allocated")).isCloseTo(utilisation, within(0.01));
        assertThat(count / (metric(world, "queue.makespan") / 3600)).isCloseTo(throughput, within(0.02 * throughput));
    }

    @ParameterizedTest
    @DisplayName("clu-T8.5 single-GPU jobs are M/M/c: mean wait by Erlang C")
    @CsvSource({"1, 4.0", "2, 1.777778", "4, 0.745541"})
    void singleGpuJobsAreErlangs(int servers, double meanWait) {
        World world = world(1, servers, 11);
        windtunnel.core.random.Stream draws = world.streams().stream("test", "jobs");
        List<Job> jobs = new ArrayList<>();
        double at = 0;
        for (int i = 0; i < 200_000; i++) {
            at -= Math.log(draws.uniform()) / (0.8 * servers);
            job(jobs, 1, at, -Math.log(draws.uniform()), PLAIN);
        }
        run(world, queue(JobQueue.Order.ARRIVAL, JobQueue.Backfill.NONE, null), jobs);
        assertThat(metric(world, "queue.wait") / 3600).isCloseTo(meanWait, within(0.08 * meanWait));
    }
}
