package windtunnel.model.training;

import java.math.BigInteger;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.TimeWeighted;
import windtunnel.model.LedgerState;
import windtunnel.model.World;

/** Adds up one job and records its metrics at the end of the run. */
final class JobTally {
    private final TimeWeighted storedBytes = new TimeWeighted(0, 0);
    private long endNanos;
    private int keptNow;
    private long interruptions;
    private long planned;
    private long overruns;

    /** A save of {@code bytes} begins: it takes room while it is written. */
    void saveBegins(long nowNanos, double bytes) {
        storedBytes.set(nowNanos, storedBytes.value() + bytes);
    }

    /** A save is durable; more than {@code kept} of them are not kept. */
    void saveDurable(long nowNanos, double bytes, int kept) {
        if (keptNow == kept) {
            storedBytes.set(nowNanos, storedBytes.value() - bytes);
        } else {
            keptNow++;
        }
    }

    /** A durable save is worth nothing any more and is thrown away. */
    void saveForgotten(long nowNanos, double bytes) {
        keptNow--;
        storedBytes.set(nowNanos, storedBytes.value() - bytes);
    }

    /** A save was torn: what was written of it is thrown away. */
    void saveTorn(long nowNanos, double bytes) {
        storedBytes.set(nowNanos, storedBytes.value() - bytes);
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

    void endsAt(long nowNanos) {
        endNanos = nowNanos;
    }

    /** Records every metric of the job. */
    void record(World world, Training job, StepPlan plan, SavePlan saves, StepBooks books, Ledger ledger) {
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
        recorder.record(name, TrainingMetrics.CHECKPOINT_PEAK, storedBytes.peak());
        recorder.record(name, TrainingMetrics.CHECKPOINT_MEAN, ratio(storedBytes.integral(endNanos), wall));
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
