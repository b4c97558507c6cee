package windtunnel.model.training;

import org.apache.commons.math3.distribution.PoissonDistribution;
import windtunnel.core.unit.Numbers;
import windtunnel.model.ExpectedLosses;
import windtunnel.model.Explanation;
import windtunnel.model.LedgerState;
import windtunnel.model.Machines;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;
import windtunnel.model.training.elastic.Elastic;

/** Tells the world why a job stands still around losses and saves, and what would help. */
final class RecoveryReasons {
    private static final double DAY = 86_400;
    private static final double ENOUGH = 0.99;

    private RecoveryReasons() {}

    static void explain(World world, Training job, SavePlan saves, long stepNanos) {
        Recovery recovery = job.recovery();
        double perDay = world.machines().expected().lossesPerSecond(Double.POSITIVE_INFINITY) * DAY;
        String losses = losses(perDay);
        add(world, job, LedgerState.CKPT_BLOCK, "checkpoint writes", blocking(saves));
        add(
                world,
                job,
                LedgerState.IN_CKPT_INTERFERENCE,
                "checkpoint writes beside reads",
                "saves take their share of the storage from the reads; save less often, hold more batches ready, or save to"
                        + " another storage");
        add(
                world,
                job,
                LedgerState.RESTART,
                "restarts",
                losses + ", and "
                        + job.elastic()
                                .filter(Elastic::moves)
                                .map(RecoveryReasons::meeting)
                                .orElseGet(() -> starting(world, job, saves, stepNanos)));
        add(
                world,
                job,
                LedgerState.DETECT,
                "failure detection",
                losses + "; shorter heartbeats notice the unannounced ones sooner");
        if (job.elastic().isPresent()
                && job.elastic().get().moves()
                && job.elastic().get().state() == Elastic.State.PEERS) {
            add(
                    world,
                    job,
                    LedgerState.LOST_WORK,
                    "steps under way",
                    "the step under way is lost with a machine; to heed notices (policy: morph) saves it");
        } else {
            add(world, job, LedgerState.LOST_WORK, "work since the newest durable checkpoint", lost(saves, stepNanos));
        }
        add(
                world,
                job,
                LedgerState.QUEUE_IDLE,
                "machines beyond whole groups",
                "groups train whole, and another one joins at the end of a step; smaller groups leave fewer machines idle");
        add(
                world,
                job,
                LedgerState.CKPT_EMERGENCY,
                "saves after a notice",
                losses + "; faster storage saves quicker before a machine is gone");
        add(
                world,
                job,
                LedgerState.STRAGGLER_WAIT,
                "slowest node",
                "every step waits for the slowest of " + world.cluster().nodes()
                        + " nodes; find and replace slow ones sooner");
        if (world.machines().expected().awayExpected() > 0) {
            add(world, job, LedgerState.WAIT_REPLACEMENT, "machines", waiting(world.machines()));
        }
    }

    private static String starting(World world, Training job, SavePlan saves, long stepNanos) {
        return "each takes " + Numbers.duration(job.recovery().restart().seconds())
                + " and the reading of a checkpoint; "
                + world.machines()
                        .expected()
                        .alarms()
                        .filter(alarms -> saves.emergency() != null)
                        .map(alarms -> breakEven(world, alarms, job, saves, stepNanos))
                        .orElse("start faster, or lose less often");
    }

    /** What a change of the size takes. */
    private static String meeting(Elastic elastic) {
        return elastic.heal()
                .map(time -> "a new machine reads the state for " + Numbers.duration(time.seconds())
                        + " beside the others; read it faster, or lose less often")
                .orElseGet(() -> "the others meet anew, which takes "
                        + Numbers.duration(elastic.rendezvous().seconds())
                        + ", and once more when another comes; meet faster, or grow less often (policy: hysteresis)");
    }

    /** What is known of how often machines are lost; outages that outlast a transport are counted as they happen only. */
    private static String losses(double perDay) {
        return perDay == 0
                ? "how often it happens is known from the runs only"
                : perDay < 1
                        ? "one loss in " + Numbers.duration(DAY / perDay) + " is expected"
                        : Numbers.significant(perDay, 3) + " losses a day are expected";
    }

    private static void add(World world, Training job, LedgerState state, String where, String why) {
        world.explain(new Explanation(job.name(), state, where, why));
    }

    /** What an alarm must be worth: a drain costs save and start, a failure its detection and half an interval of saves instead of the save. */
    private static String breakEven(
            World world, ExpectedLosses.Alarms alarms, Training job, SavePlan saves, long stepNanos) {
        Recovery recovery = job.recovery();
        double save = idleSeconds(world, job, saves.emergency());
        double start =
                recovery.restart().seconds() + (saves.restore() == null ? 0 : idleSeconds(world, job, saves.restore()));
        double failure = recovery.meanDetectSeconds() + start + saves.everySteps() * (stepNanos * 1e-9) / 2;
        double needed = alarms.breakEven(save, failure, save + start);
        return Numbers.percent(alarms.precision(), 1) + " of the alarms are true, and to heed them pays "
                + (needed < 1 ? "from " + Numbers.percent(needed, 1) + " on" : "never")
                + ": a failure costs " + Numbers.duration(failure) + ", a drain " + Numbers.duration(save + start);
    }

    /** Seconds of some work while nothing else uses the storage. */
    private static double idleSeconds(World world, Training job, Work work) {
        return work.idleSeconds(
                work.isMeasured()
                        ? Double.POSITIVE_INFINITY
                        : world.storage(job.checkpoint().orElseThrow().to().orElseThrow())
                                .totalBytesPerSec(StorageSystem.Direction.WRITE));
    }

    private static String blocking(SavePlan saves) {
        return saves.async()
                ? "training waits for the copy to host memory, and at the end for the last save"
                : "saves block training; save less often, to faster storage, or with mode: async";
    }

    private static String lost(SavePlan saves, long stepNanos) {
        if (saves.memory() != null) {
            return "hosts copy the state in memory every " + saves.memory().everySteps() + " steps ("
                    + Numbers.duration(saves.memory().everySteps() * (stepNanos * 1e-9))
                    + "); what no surviving copy and no save holds is done again";
        }
        if (saves.everySteps() == 0) {
            return "nothing is saved on the way";
        }
        return "a save is due every " + saves.everySteps() + " steps ("
                + Numbers.duration(saves.everySteps() * (stepNanos * 1e-9))
                + "); what is not durable at a loss is done again";
    }

    /** Machines away are Poisson (M/G/infinity), so its quantile says how many spares suffice. */
    private static String waiting(Machines machines) {
        double mean = machines.expected().awayExpected();
        int spares = new PoissonDistribution(mean).inverseCumulativeProbability(ENOUGH);
        return Numbers.significant(mean, 3) + " machines are away on average; " + spares
                + (spares == 1 ? " hot spare covers " : " hot spares cover ") + Numbers.percent(ENOUGH, 0)
                + " of the time";
    }
}
