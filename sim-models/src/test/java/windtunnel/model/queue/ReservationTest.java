package windtunnel.model.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static windtunnel.model.queue.QueueSamples.HOUR;
import static windtunnel.model.queue.QueueSamples.PLAIN;
import static windtunnel.model.queue.QueueSamples.job;
import static windtunnel.model.queue.QueueSamples.metric;
import static windtunnel.model.queue.QueueSamples.queue;
import static windtunnel.model.queue.QueueSamples.run;
import static windtunnel.model.queue.QueueSamples.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.World;
import windtunnel.model.queue.placement.Where;

class ReservationTest {
    private static Job reserved(List<Job> all, int gpus, double arrives, double starts, double length) {
        Job job = job(all, gpus, arrives, length, PLAIN);
        job.reservedNanos = Math.round(starts * HOUR);
        return job;
    }

    @ParameterizedTest
    @DisplayName(
            "clu-8.11 eight GPUs are free at the hour that was reserved; who ends before it may overtake, if anybody may")
    @CsvSource({"EASY, 12, 8, 4", "CONSERVATIVE, 12, 8, 4", "NONE, 12, 12, 8"})
    void startsOnTime(JobQueue.Backfill backfill, double longStart, double shortStart, double keptGpus) {
        List<Job> jobs = new ArrayList<>();
        Job first = job(jobs, 8, 0, 8, PLAIN);
        Job kept = reserved(jobs, 8, 0, 10, 2);
        Job longer = job(jobs, 4, 1, 4, PLAIN);
        Job shorter = job(jobs, 4, 2, 2, PLAIN);
        World world = run(world(1, 8, 1), queue(JobQueue.Order.ARRIVAL, backfill, null), jobs);
        assertThat(first.startedNanos).isZero();
        assertThat(kept.startedNanos).isEqualTo(10 * HOUR);
        assertThat(longer.startedNanos).isEqualTo(Math.round(longStart * HOUR));
        assertThat(shorter.startedNanos).isEqualTo(Math.round(shortStart * HOUR));
        assertThat(metric(world, "queue.reserved_delay")).isZero();
        // From 8 h to 10 h the longer one would fit on what is free; all ends at 16 h.
        assertThat(metric(world, "queue.kept_free")).isCloseTo(2 * keptGpus / (8 * 16), within(1e-12));
        // The reserved job waits for nothing: its time came when it was to come.
        assertThat(kept.waitedNanos).isZero();
    }

    @Test
    void whatRunsAlreadyIsNotStoppedForAReservation() {
        List<Job> jobs = new ArrayList<>();
        job(jobs, 8, 0, 8, PLAIN);
        Job late = reserved(jobs, 8, 1, 5, 2);
        World world = run(world(1, 8, 1), queue(JobQueue.Order.ARRIVAL, JobQueue.Backfill.EASY, null), jobs);
        assertThat(late.startedNanos).isEqualTo(8 * HOUR);
        assertThat(metric(world, "queue.reserved_delay")).isEqualTo(3 * 3600);
    }

    @Test
    void whileAMachineIsAwayTheRestIsKeptForTheReservation() {
        World world = world(2, 8, 1);
        List<Job> jobs = new ArrayList<>();
        Job kept = reserved(jobs, 16, 0, 10, 2);
        Job other = job(jobs, 8, 9.5, 20, PLAIN);
        new QueueRun(world, queue(JobQueue.Order.ARRIVAL, JobQueue.Backfill.EASY, null), jobs).schedule();
        world.simulation().at(9 * HOUR, 0, payload -> world.machines().fail(0, 1, "test", () -> 4 * HOUR), 0);
        world.simulation().run();
        world.close(world.simulation().nowNanos());
        assertThat(kept.startedNanos).isEqualTo(13 * HOUR);
        assertThat(other.startedNanos).isEqualTo(15 * HOUR);
    }

    @Test
    void aMoreImportantJobStopsNobodyWhereItWouldStillRunAtTheReservedTime() {
        Preemption atOnce = new Preemption(new TimeSpan(0), Preemption.Victims.LOWEST_PRIORITY);
        Job.Terms important = new Job.Terms(1, 0, 0, Where.ANY, null, 1);
        for (int length : new int[] {4, 6}) {
            List<Job> jobs = new ArrayList<>();
            job(jobs, 8, 0, 9, PLAIN);
            Job kept = reserved(jobs, 8, 0, 10, 2);
            Job next = job(jobs, 8, 5, length, important);
            run(world(1, 8, 1), queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.EASY, atOnce), jobs);
            // Four hours from 5 h on end before the reservation; six do not, and wait until it is over.
            assertThat(next.startedNanos).isEqualTo((length == 4 ? 5 : 12) * HOUR);
            assertThat(kept.startedNanos).isEqualTo(10 * HOUR);
        }
    }

    @Property(tries = 200)
    @Label(
            "clu-8.12 with exact lengths everything reserved before the first start begins on time, and no node holds too much")
    void whatWasReservedFirstStartsOnTime(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int nodes, @ForAll JobQueue.Backfill backfill) {
        Random random = new Random(seed);
        List<Job> jobs = new ArrayList<>();
        double at = 2;
        List<Job> kept = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int length = 1 + random.nextInt(6);
            kept.add(reserved(jobs, 4 * (1 + random.nextInt(nodes)), 0, at, length));
            at += length + random.nextInt(8);
        }
        double arrives = 0;
        for (int i = 0; i < 25; i++) {
            int size = random.nextBoolean() ? 1 + random.nextInt(4) : 4 * (1 + random.nextInt(nodes));
            job(jobs, size, arrives, 1 + random.nextInt(12), PLAIN);
            arrives += random.nextInt(4);
        }
        World world = run(world(nodes, 4, seed), queue(JobQueue.Order.ARRIVAL, backfill, null), jobs);
        kept.forEach(job -> assertThat(job.startedNanos).isEqualTo(job.reservedNanos));
        for (Job job : jobs) {
            long together = jobs.stream()
                    .filter(other -> other.startedNanos <= job.startedNanos && job.startedNanos < other.endedNanos)
                    .mapToLong(other -> other.gpus)
                    .sum();
            assertThat(together).isLessThanOrEqualTo(4L * nodes);
        }
        assertThat(metric(world, "queue.jobs")).isEqualTo(28);
    }
}
