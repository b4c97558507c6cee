package windtunnel.model.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static windtunnel.model.queue.QueueSamples.HOUR;
import static windtunnel.model.queue.QueueSamples.PLAIN;
import static windtunnel.model.queue.QueueSamples.gpuHours;
import static windtunnel.model.queue.QueueSamples.job;
import static windtunnel.model.queue.QueueSamples.metric;
import static windtunnel.model.queue.QueueSamples.queue;
import static windtunnel.model.queue.QueueSamples.run;
import static windtunnel.model.queue.QueueSamples.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.LedgerState;
import windtunnel.model.World;
import windtunnel.model.queue.placement.Where;

/** Room for a job by moves, by fewer GPUs for others, and by the loss of a machine. */
class RoomTest {
    private static final Preemption AT_ONCE = new Preemption(new TimeSpan(0), Preemption.Victims.LOWEST_PRIORITY);
    private static final Job.Terms IMPORTANT = new Job.Terms(1, 0, 0, Where.ANY, null, 1);
    private static final Defragmentation HALF_AN_HOUR = new Defragmentation(new TimeSpan(1800), new TimeSpan(3600));
    private static final Job.Terms HOURLY = new Job.Terms(0, HOUR, HOUR / 2, Where.ANY, null, 1);

    private static JobQueue defragmented() {
        return QueueSamples.with(
                queue(JobQueue.Order.ARRIVAL, JobQueue.Backfill.EASY, null),
                Optional.of(HALF_AN_HOUR),
                Optional.empty());
    }

    /** On either of two nodes four GPUs are free from hour 2 on, and a job of eight comes. */
    private static List<Job> fragmented(double comes) {
        List<Job> jobs = new ArrayList<>();
        job(jobs, 4, 0, 2, HOURLY);
        job(jobs, 4, 0, 20, HOURLY);
        job(jobs, 4, 0, 2, HOURLY);
        job(jobs, 4, 0, 20, HOURLY);
        job(jobs, 8, comes, 5, PLAIN);
        return jobs;
    }

    private static World withLoss(List<Job> jobs, int node, double hours, double awayHours) {
        World world = world(2, 8, 1);
        new QueueRun(world, defragmented(), jobs).schedule();
        world.simulation()
                .at(
                        Math.round(hours * HOUR),
                        0,
                        payload -> world.machines().fail(node, 1, "test", () -> Math.round(awayHours * HOUR)),
                        0);
        world.simulation().run();
        world.close(world.simulation().nowNanos());
        return world;
    }

    @Test
    @DisplayName(
            "clu-8.13 one of two jobs moves to the other's node: it pays a save and a restart, and the large one starts 16.5 h sooner")
    void movesTogether() {
        List<Job> apart = fragmented(3);
        World without = run(world(2, 8, 1), queue(JobQueue.Order.ARRIVAL, JobQueue.Backfill.EASY, null), apart);
        assertThat(apart.get(4).startedNanos).isEqualTo(20 * HOUR);
        assertThat(metric(without, "queue.stranded")).isCloseTo(17 * 8.0 / (25 * 16), within(1e-12));

        List<Job> jobs = fragmented(3);
        World world = run(world(2, 8, 1), defragmented(), jobs);
        assertThat(jobs.get(4).startedNanos).isEqualTo(3 * HOUR + HOUR / 2);
        // Three of its 20 hours are done; it saves until 3.5 h, starts again until 4 h, and works 17 h.
        assertThat(jobs.get(1).endedNanos).isEqualTo(21 * HOUR);
        assertThat(jobs.get(3).endedNanos).isEqualTo(20 * HOUR);
        assertThat(metric(world, "queue.moves")).isEqualTo(1);
        assertThat(metric(world, "queue.move_cost")).isCloseTo(4, within(1e-9));
        assertThat(gpuHours(world, LedgerState.CKPT_BLOCK)).isEqualTo(2);
        assertThat(gpuHours(world, LedgerState.RESTART)).isEqualTo(2);
        assertThat(gpuHours(world, LedgerState.LOST_WORK)).isZero();
        assertThat(gpuHours(world, LedgerState.COMPUTE)).isEqualTo(8 + 80 + 8 + 80 + 40);
    }

    @Test
    void nobodyMovesForAShortWait() {
        List<Job> jobs = fragmented(19.5);
        World world = run(world(2, 8, 1), defragmented(), jobs);
        assertThat(jobs.get(4).startedNanos).isEqualTo(20 * HOUR);
        assertThat(metric(world, "queue.moves")).isZero();
    }

    @Test
    void aJobWhoseMachineIsLostWhileItSavesFallsBackToItsCheckpoint() {
        List<Job> jobs = fragmented(3.4);
        World world = withLoss(jobs, 0, 3.6, 0.1);
        // It has done 3.4 h, of which 3 h are saved; it starts on the other node at once, and 17 h are left after its
        // restart.
        assertThat(jobs.get(1).endedNanos).isEqualTo(Math.round(21.1 * HOUR));
        assertThat(jobs.get(4).startedNanos).isEqualTo(Math.round(3.7 * HOUR));
        assertThat(gpuHours(world, LedgerState.LOST_WORK)).isCloseTo(1.6, within(1e-9));
        assertThat(gpuHours(world, LedgerState.CKPT_BLOCK)).isCloseTo(0.8, within(1e-9));
        assertThat(metric(world, "queue.moves")).isZero();
    }

    @Test
    void aJobWhoseNewNodeIsLostGoesOnWhereItIs() {
        List<Job> jobs = fragmented(3.4);
        withLoss(jobs, 1, 3.6, 10);
        // Its save ends at 3.9 h, and 16.6 h are left.
        assertThat(jobs.get(1).endedNanos).isEqualTo(Math.round(20.5 * HOUR));
    }

    @Test
    @DisplayName("clu-8.14 a job gives up one of its two nodes, loses nothing, and takes it back when nobody waits")
    void shrinks() {
        List<Job> jobs = new ArrayList<>();
        Job low = job(jobs, 16, 0, 10, new Job.Terms(0, 0, HOUR, Where.ANY, null, 0.5));
        low.least = 8;
        Job high = job(jobs, 8, 5, 4, IMPORTANT);
        World world = run(world(2, 8, 1), queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.EASY, AT_ONCE), jobs);
        assertThat(high.startedNanos).isEqualTo(5 * HOUR);
        // 5 h whole; a restart; 3 h at half speed; another restart at 9 h; 3.5 h are left.
        assertThat(low.endedNanos).isEqualTo(13 * HOUR + HOUR / 2);
        assertThat(metric(world, "queue.preemptions")).isZero();
        assertThat(gpuHours(world, LedgerState.LOST_WORK)).isZero();
        assertThat(gpuHours(world, LedgerState.RESTART)).isEqualTo(8 + 16);
        assertThat(gpuHours(world, LedgerState.COMPUTE)).isEqualTo(160 + 32);
    }

    @Test
    void aJobGivesUpNoMoreOfANodeThanItTakes() {
        List<Job> jobs = new ArrayList<>();
        Job low = job(jobs, 8, 0, 9, new Job.Terms(0, 0, 0, Where.ANY, null, 0.5));
        low.least = 4;
        job(jobs, 2, 3, 2, IMPORTANT);
        run(world(1, 8, 1), queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.EASY, AT_ONCE), jobs);
        // From 3 h to 5 h on six of eight: 1.5 h of the 6 h that are left.
        assertThat(low.endedNanos).isEqualTo(9 * HOUR + HOUR / 2);
    }

    @Test
    void whereFewerGpusAreNotEnoughTheJobIsStopped() {
        List<Job> jobs = new ArrayList<>();
        Job low = job(jobs, 16, 0, 10, new Job.Terms(0, HOUR, 0, Where.ANY, null, 0.5));
        low.least = 8;
        Job high = job(jobs, 16, 5, 4, IMPORTANT);
        World world = run(world(2, 8, 1), queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.EASY, AT_ONCE), jobs);
        assertThat(high.endedNanos).isEqualTo(9 * HOUR);
        assertThat(low.endedNanos).isEqualTo(14 * HOUR);
        assertThat(metric(world, "queue.preemptions")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "clu-8.15 a job that lost a machine comes first and stops another: what that one loses has its own state in the ledger")
    void preemptedByFailure() {
        for (boolean first : new boolean[] {true, false}) {
            World world = world(2, 8, 1);
            List<Job> jobs = new ArrayList<>();
            Job hit = job(jobs, 8, 0, 10, new Job.Terms(0, HOUR, 0, Where.ANY, null, 1));
            Job other = job(jobs, 8, 0, 10, new Job.Terms(0, 0, HOUR, Where.ANY, null, 1));
            JobQueue queue = QueueSamples.with(
                    queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.EASY, AT_ONCE),
                    Optional.empty(),
                    first ? Optional.of(new Count(5)) : Optional.empty());
            new QueueRun(world, queue, jobs).schedule();
            world.simulation()
                    .at(3 * HOUR + HOUR / 2, 0, payload -> world.machines().fail(0, 1, "test", () -> 24 * HOUR), 0);
            world.simulation().run();
            world.close(world.simulation().nowNanos());
            // The failure itself costs half an hour of eight GPUs.
            assertThat(gpuHours(world, LedgerState.LOST_WORK)).isEqualTo(4);
            // With priority the hit job goes on at once, with 7 h left, on the other's node; that loses 3.5 h and
            // restarts
            // at 10.5 h for an hour. Without, it waits until the other is done.
            assertThat(hit.endedNanos).isEqualTo(first ? 10 * HOUR + HOUR / 2 : 17 * HOUR);
            assertThat(other.endedNanos).isEqualTo(first ? 21 * HOUR + HOUR / 2 : 10 * HOUR);
            assertThat(gpuHours(world, LedgerState.PREEMPTED_BY_FAILURE)).isEqualTo(first ? 3.5 * 8 + 8 : 0);
            assertThat(gpuHours(world, LedgerState.RESTART)).isZero();
        }
    }

    @Test
    void movesLeaveWhatIsReserved() {
        List<Job> jobs = fragmented(3);
        Job kept = job(jobs, 16, 0, 1, PLAIN);
        kept.reservedNanos = 24 * HOUR;
        Job low = job(jobs, 16, 25, 10, new Job.Terms(0, 0, HOUR, Where.ANY, null, 0.5));
        low.least = 8;
        job(jobs, 8, 26, 4, IMPORTANT);
        Job after = job(jobs, 8, 0, 1, PLAIN);
        after.reservedNanos = 31 * HOUR;
        Job large = jobs.get(4);
        jobs.sort(Comparator.comparingLong((Job job) -> job.arrivesNanos).thenComparingInt(job -> job.number));
        World world = world(2, 8, 1);
        JobQueue queue = QueueSamples.with(
                queue(JobQueue.Order.PRIORITY, JobQueue.Backfill.EASY, AT_ONCE),
                Optional.of(HALF_AN_HOUR),
                Optional.empty());
        run(world, queue, jobs);
        // The move at 3 h is done by then, so nobody is late.
        assertThat(large.startedNanos).isEqualTo(3 * HOUR + HOUR / 2);
        assertThat(kept.startedNanos).isEqualTo(24 * HOUR);
        // At 25 h the large job would run until 35 h, so it waits for the second reservation to be over.
        assertThat(after.startedNanos).isEqualTo(31 * HOUR);
        assertThat(low.startedNanos).isEqualTo(32 * HOUR);
        assertThat(metric(world, "queue.reserved_delay")).isZero();
    }
}
