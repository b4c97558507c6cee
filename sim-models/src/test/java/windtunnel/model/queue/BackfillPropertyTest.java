package windtunnel.model.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import windtunnel.model.World;

class BackfillPropertyTest {
    private static List<Job> trace(long seed, int count, int nodes, int perNode) {
        Random random = new Random(seed);
        List<Job> jobs = new ArrayList<>();
        double at = 0;
        for (int i = 0; i < count; i++) {
            at += random.nextInt(4) == 0 ? 0 : random.nextInt(5);
            int size = random.nextBoolean() ? 1 + random.nextInt(perNode) : perNode * (1 + random.nextInt(nodes));
            QueueSamples.job(jobs, size, at, 1 + random.nextInt(12), QueueSamples.PLAIN);
        }
        return jobs;
    }

    private static World run(long seed, List<Job> jobs, int nodes, int perNode, JobQueue.Backfill backfill) {
        return QueueSamples.run(
                QueueSamples.world(nodes, perNode, seed),
                QueueSamples.queue(JobQueue.Order.ARRIVAL, backfill, null),
                jobs);
    }

    @Property(tries = 200)
    @Label("clu-T8.6 conservative backfill with exact lengths delays no job beyond what it was promised when it came")
    void conservativeDelaysNobody(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int nodes) {
        List<Job> all = trace(seed, 25, nodes, 4);
        run(seed, all, nodes, 4, JobQueue.Backfill.CONSERVATIVE);
        // What the i-th job was promised: its start when no later job ever comes.
        for (int last = 1; last < all.size(); last++) {
            List<Job> some = trace(seed, 25, nodes, 4).subList(0, last + 1);
            run(seed, new ArrayList<>(some), nodes, 4, JobQueue.Backfill.CONSERVATIVE);
            assertThat(all.get(last).startedNanos).isLessThanOrEqualTo(some.get(last).startedNanos);
        }
    }

    @Property(tries = 200)
    @Label("clu-T8.7 no job starts in parts, and no node ever holds more than its GPUs")
    void gangsAreWholeAndNodesHoldWhatTheyHave(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int nodes, @ForAll JobQueue.Backfill backfill) {
        List<Job> jobs = trace(seed, 30, nodes, 4);
        World world = run(seed, jobs, nodes, 4, backfill);
        for (Job job : jobs) {
            assertThat(job.endedNanos - job.startedNanos).isEqualTo(job.lengthNanos);
            long together = jobs.stream()
                    .filter(other -> other.startedNanos <= job.startedNanos && job.startedNanos < other.endedNanos)
                    .mapToLong(other -> other.gpus)
                    .sum();
            assertThat(together).isLessThanOrEqualTo(4L * nodes);
        }
        assertThat(QueueSamples.metric(world, "queue.allocated")).isBetween(0.0, 1.0);
    }

    @Property(tries = 100)
    @Label("clu-T8.6 EASY with exact lengths starts the first job that waits no later than without backfill")
    void easyKeepsTheReservationOfTheFirst(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int nodes) {
        // All come at once, so the first that does not fit has its reservation from the beginning.
        List<Job> jobs = atOnce(trace(seed, 20, nodes, 4));
        List<Job> strict = atOnce(trace(seed, 20, nodes, 4));
        run(seed, jobs, nodes, 4, JobQueue.Backfill.EASY);
        run(seed, strict, nodes, 4, JobQueue.Backfill.NONE);
        for (int i = 0; i < jobs.size(); i++) {
            if (strict.get(i).startedNanos > 0) {
                assertThat(jobs.get(i).startedNanos).isLessThanOrEqualTo(strict.get(i).startedNanos);
                return;
            }
        }
    }

    @Property(tries = 200)
    @Label(
            "clu-T8.6 EASY with exact lengths on random arrivals starts every job by the time it had when it came to the head")
    void easyKeepsEveryReservation(@ForAll long seed) {
        // One node, so that a number of free GPUs says whether a job fits.
        int perNode = 16;
        List<Job> jobs = trace(seed, 60, 1, perNode);
        run(seed, jobs, 1, perNode, JobQueue.Backfill.EASY);
        long headSince = 0;
        for (int i = 0; i < jobs.size(); i++) {
            Job head = jobs.get(i);
            headSince = Math.max(headSince, head.arrivesNanos);
            assertThat(head.startedNanos).isLessThanOrEqualTo(reservation(jobs, i, headSince, perNode));
            headSince = Math.max(headSince, head.startedNanos);
        }
    }

    /** When the i-th job fits, by the ends of those that run when all before it have started. */
    private static long reservation(List<Job> jobs, int i, long now, int perNode) {
        List<Job> running = new ArrayList<>();
        for (int j = 0; j < jobs.size(); j++) {
            Job other = jobs.get(j);
            boolean started = j < i ? other.startedNanos <= now : j > i && other.startedNanos < now;
            if (started && other.endedNanos > now) {
                running.add(other);
            }
        }
        running.sort(java.util.Comparator.comparingLong(job -> job.endedNanos));
        int free = perNode - running.stream().mapToInt(job -> job.gpus).sum();
        long at = now;
        for (Job job : running) {
            if (free >= jobs.get(i).gpus) {
                return at;
            }
            free += job.gpus;
            at = job.endedNanos;
        }
        return at;
    }

    private static List<Job> atOnce(List<Job> jobs) {
        List<Job> now = new ArrayList<>();
        jobs.forEach(job ->
                QueueSamples.job(now, job.gpus, 0, (double) job.lengthNanos / QueueSamples.HOUR, QueueSamples.PLAIN));
        return now;
    }
}
