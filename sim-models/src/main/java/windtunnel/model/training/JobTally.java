package windtunnel.model.training;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.core.measure.ExactSum;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.Usage;
import windtunnel.core.random.Stream;
import windtunnel.model.LedgerState;
import windtunnel.model.Meters;
import windtunnel.model.World;
import windtunnel.model.retention.Place;
import windtunnel.model.retention.Shelf;

/** Adds up one job and records its metrics at the end of the run. */
final class JobTally {
    private final World world;
    private final Shelf shelf;
    private final Stream quality;
    private final SaveRequests requests;
    private final Map<String, Long> restores = new LinkedHashMap<>();
    private long durable;
    private long stagedNanos;
    private long endNanos;
    private long interruptions;
    private long planned;
    private long overruns;
    private long resizes;
    private long working;
    private long workingSince;
    private final ExactSum worked = new ExactSum();

    /** A tally of the job {@code name}, which stores its saves by the rules of {@code saves}. */
    JobTally(World world, String name, SavePlan saves) {
        this.world = world;
        shelf = new Shelf(
                saves.keep(), Math.round(saves.bytes()), saves.requests().files());
        requests = saves.requests();
        quality = saves.keep().best() > 0 ? world.streams().stream(name, "checkpoint-quality") : null;
    }

    /** The stored saves. */
    Shelf shelf() {
        return shelf;
    }

    /** The save that is being written is durable. */
    void durable(long nowNanos) {
        durable++;
        shelf.durable(nowNanos, quality == null ? 0 : quality.uniform());
    }

    /** One of the copies that the job needs was made. */
    void staged(long nowNanos) {
        stagedNanos = nowNanos;
    }

    /** The newest save is read back; answers how long that waits because it is offline. */
    long restored(long nowNanos) {
        restores.merge(shelf.newestPlace(nowNanos).item(), 1L, Long::sum);
        return shelf.readDelayNanos(nowNanos);
    }

    /** A save was due while the one before was still being written. */
    void saveOverrun() {
        overruns++;
    }

    /** The job was interrupted, and people chose the time or not. */
    void interrupted(boolean byPlan) {
        interruptions++;
        planned += byPlan ? 1 : 0;
    }

    /** The job goes on with more or fewer groups than before. */
    void resized() {
        resizes++;
    }

    /** From now on {@code gpus} GPUs take part in steps and saves. */
    void works(long nowNanos, long gpus) {
        worked.add(working, nowNanos - workingSince);
        working = gpus;
        workingSince = nowNanos;
    }

    void endsAt(long nowNanos) {
        endNanos = nowNanos;
    }

    /** Records every metric of the job. */
    void record(Training job, StepPlan plan, SavePlan saves, StepBooks books, Ledger ledger) {
        Recorder recorder = world.recorder();
        String name = job.name();
        double wall = endNanos * 1e-9;
        double step = plan.stepNanos() * 1e-9;
        double useful = books.ended() * step;
        recorder.record(name, TrainingMetrics.WALL_TIME, wall);
        recorder.record(name, TrainingMetrics.STEP_TIME, step);
        recorder.record(name, TrainingMetrics.STEPS, books.ended());
        recorder.record(name, TrainingMetrics.GOODPUT, ratio(useful, wall));
        recorder.record(name, TrainingMetrics.ETTR, ratio(useful, wall));
        recorder.record(name, TrainingMetrics.INTERRUPTIONS, interruptions);
        if (planned > 0) {
            recorder.record(name, TrainingMetrics.PLANNED, planned);
        }
        if (job.elastic().isPresent()) {
            double whole = (double) world.cluster().gpus() * endNanos;
            recorder.record(
                    name, TrainingMetrics.WORLD_SIZE, ratio(worked.value().doubleValue(), whole));
            recorder.record(name, TrainingMetrics.RESIZES, resizes);
        }
        if (!job.stage().isEmpty()) {
            recorder.record(name, TrainingMetrics.STAGING, Math.min(wall, stagedNanos * 1e-9));
        }
        recorder.record(
                name, TrainingMetrics.CHECKPOINT_PEAK, shelf.total(endNanos).peak());
        recorder.record(
                name,
                TrainingMetrics.CHECKPOINT_MEAN,
                ratio(shelf.total(endNanos).integral(endNanos), wall));
        if (saves.async()) {
            recorder.record(name, TrainingMetrics.CHECKPOINT_OVERRUNS, overruns);
        }
        recordThroughput(recorder, job, plan, books, wall);
        plan.links().record(world, books.started(), wall);
        recordShares(recorder, name, ledger);
        if (job.data().isPresent() && books.started() > 1) {
            double busy = (books.started() - 1) * step;
            recorder.record(
                    name, TrainingMetrics.ACCELERATOR_UTILISATION, busy / (busy + books.laterWaitNanos() * 1e-9));
        }
    }

    /** At the end of the run, which may come after the job's: closes the account of what is stored. */
    void close(String name, long runEndNanos) {
        shelf.close(runEndNanos);
        List<Place> places = shelf.policy().places();
        for (int i = 0; i < places.size(); i++) {
            String item = places.get(i).item();
            if (!item.isEmpty()) {
                count(Meters.STORED, item, shelf.stored(i));
                count(Meters.EARLY, item, shelf.early(i));
                count(Meters.REQUESTS, places.get(i).moveItem(), product(shelf.moves(i), requests.files()));
                long read = restores.getOrDefault(item, 0L);
                count(Meters.REQUESTS, item + "/read", product(read, requests.reads()));
                count(Meters.RETRIEVED, item + "/retrieval", product(read, requests.readBytes()));
            }
        }
        if (!places.get(0).item().isEmpty()) {
            count(Meters.REQUESTS, places.get(0).item() + "/write", product(durable, requests.writes()));
        }
        world.keepShelf(name, shelf);
    }

    private void count(String meter, String item, BigInteger quantity) {
        if (quantity.signum() > 0) {
            world.usage().add(new Usage.Key(meter, item, "", "", ""), quantity);
        }
    }

    private static BigInteger product(long times, long each) {
        return BigInteger.valueOf(times).multiply(BigInteger.valueOf(each));
    }

    private static void recordThroughput(Recorder recorder, Training job, StepPlan plan, StepBooks books, double wall) {
        double useful = books.ended() * (plan.stepNanos() * 1e-9);
        double samples = books.ended() * (double) job.batch().global().value();
        recorder.record(job.name(), TrainingMetrics.SAMPLES_PER_SECOND, ratio(samples, wall));
        if (job.countsTokens()) {
            double tokens = samples * job.batch().sequence().value();
            recorder.record(job.name(), TrainingMetrics.TOKENS_PER_SECOND, ratio(tokens, wall));
        }
        if (plan.mfu() > 0) {
            recorder.record(job.name(), TrainingMetrics.MFU, plan.mfu() * ratio(useful, wall));
            recorder.record(job.name(), TrainingMetrics.HFU, plan.hfu() * ratio(useful, wall));
            recorder.record(job.name(), TrainingMetrics.ALLREDUCE_TIME, plan.reductionSeconds());
        }
    }

    private static void recordShares(Recorder recorder, String name, Ledger ledger) {
        double held = ledger.held().doubleValue();
        double compute = share(ledger, held, LedgerState.COMPUTE);
        recorder.record(name, TrainingMetrics.COMPUTE_SHARE, compute);
        recorder.record(name, TrainingMetrics.GPU_UTILISATION, compute + share(ledger, held, LedgerState.RECOMPUTE));
        recorder.record(name, TrainingMetrics.STARVATION, share(ledger, held, LedgerState.Group.INPUT));
        recorder.record(name, TrainingMetrics.EXPOSED_COMM, share(ledger, held, LedgerState.Group.COMMUNICATION));
        recorder.record(name, TrainingMetrics.CHECKPOINT_OVERHEAD, share(ledger, held, LedgerState.Group.CHECKPOINT));
        recorder.record(name, TrainingMetrics.LOST_WORK, share(ledger, held, LedgerState.LOST_WORK));
        recorder.record(name, TrainingMetrics.RESTART_OVERHEAD, share(ledger, held, LedgerState.Group.FAILURE));
    }

    private static double share(Ledger ledger, double held, LedgerState state) {
        return ratio(ledger.total(state.ordinal()).doubleValue(), held);
    }

    private static double share(Ledger ledger, double held, LedgerState.Group group) {
        BigInteger sum = BigInteger.ZERO;
        for (LedgerState state : LedgerState.values()) {
            if (state.group() == group) {
                sum = sum.add(ledger.total(state.ordinal()));
            }
        }
        return ratio(sum.doubleValue(), held);
    }

    private static double ratio(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }
}
