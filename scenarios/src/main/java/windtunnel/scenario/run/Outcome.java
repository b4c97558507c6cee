package windtunnel.scenario.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import windtunnel.core.measure.RunResult;
import windtunnel.model.Anatomy;
import windtunnel.model.Assumptions;
import windtunnel.model.Change;
import windtunnel.model.InputPath;
import windtunnel.model.LedgerState;
import windtunnel.model.SaveBurst;
import windtunnel.model.cost.Bill;
import windtunnel.scenario.stats.Risk;

/**
 * The answer to one scenario: everything that a report prints, as data.
 *
 * @param head what was run
 * @param fingerprint 16 hex digits over all replications in order
 * @param runs the replications in order
 * @param metrics summaries, sorted by name
 * @param ledger mean GPU-seconds and dollars by workload and state
 * @param bill mean bill
 * @param bottlenecks what cost most, largest first, at most ten
 * @param steps anatomy of the training step of each training workload
 * @param utilisation mean use of storages and fabric tiers
 * @param assumptions every library or default value that was read, sorted by key
 * @param issues warnings that did not stop the run
 * @param notes sentences for the reader that are not warnings: axes not run, calibrated parts
 * @param stored checkpoints that are billed by what is stored
 * @param bursts what saves do to reads
 * @param inputs how the data of each workload that reads got to its GPUs, in the first run
 * @param advice single changes that were tried against waits for data, cheapest first
 * @param risk what uncertain inputs make of it, if the scenario has some
 */
public record Outcome(
        Head head,
        String fingerprint,
        List<RunResult> runs,
        List<MetricSummary> metrics,
        List<LedgerLine> ledger,
        Bill bill,
        List<Bottleneck> bottlenecks,
        List<StepAnatomy> steps,
        List<Utilisation> utilisation,
        List<Assumptions.Assumption> assumptions,
        List<Finding> issues,
        List<String> notes,
        List<StoredSaves> stored,
        List<SaveBurst> bursts,
        List<Input> inputs,
        List<Tried> advice,
        Optional<Risk> risk) {

    /** Runs whose whole course is kept; of later ones a report knows sums and averages. */
    public static final int COURSES = 100;

    /** The same outcome with changes that were tried. */
    public Outcome advised(List<Tried> tried) {
        return with(List.copyOf(tried), risk);
    }

    /** The same outcome with what uncertain inputs make of it. */
    public Outcome risking(Risk study) {
        return with(advice, Optional.of(study));
    }

    private Outcome with(List<Tried> tried, Optional<Risk> study) {
        return new Outcome(
                head,
                fingerprint,
                runs,
                metrics,
                ledger,
                bill,
                bottlenecks,
                steps,
                utilisation,
                assumptions,
                issues,
                notes,
                stored,
                bursts,
                inputs,
                tried,
                study);
    }

    /** How many runs did all their work before the horizon. */
    public int finishedRuns() {
        return Math.toIntExact(runs.stream().filter(RunResult::finished).count());
    }

    /**
     * The run whose length is the median (the lower one of two): one that a report may show as typical. Among more than
     * {@value #COURSES} runs it is the one of the first of them that comes nearest to it.
     */
    public RunResult typicalRun() {
        List<RunResult> byLength = new ArrayList<>(runs);
        byLength.sort(Comparator.comparingLong(RunResult::endNanos).thenComparingInt(RunResult::replication));
        RunResult median = byLength.get((byLength.size() - 1) / 2);
        return median.replication() < COURSES
                ? median
                : runs.stream()
                        .filter(run -> run.replication() < COURSES)
                        .min(Comparator.comparingLong(run -> Math.abs(run.endNanos() - median.endNanos())))
                        .orElse(median);
    }

    /**
     * What was run.
     *
     * @param version of windtunnel
     * @param name of the scenario
     * @param hash 16 hex digits of the resolved scenario
     * @param seed root seed
     * @param replications how many runs
     * @param start instant at which simulated time begins, if dates are wanted
     * @param cluster the cluster in words: {@code 64 x aws-p5-48xlarge (512 GPUs), on-demand}
     * @param deadlineSeconds deadline as time from the start, if there is a goal
     * @param budgetUsd budget, if there is a goal
     */
    public record Head(
            String version,
            String name,
            String hash,
            long seed,
            int replications,
            Optional<Instant> start,
            String cluster,
            Optional<Double> deadlineSeconds,
            Optional<BigDecimal> budgetUsd) {}

    /**
     * A metric over the replications; with n = 1 all statistics equal the value.
     *
     * @param probability whether the values are 0 or 1 and low95/high95 are a Wilson interval of their mean
     */
    public record MetricSummary(
            String name,
            String unit,
            String description,
            int n,
            double mean,
            double halfWidth95,
            double min,
            double p10,
            double p50,
            double p90,
            double p95,
            double max,
            boolean probability,
            double low95,
            double high95) {}

    /**
     * Mean time and money of one state.
     *
     * @param workload owner, or null for a state of no workload
     * @param state the state
     * @param lostFrom original state of lost work, or null when the row is a state of its own (sub-rows are not summed again)
     * @param gpuSeconds mean GPU-seconds
     * @param share of all held GPU time
     * @param usd dollars, exact
     */
    public record LedgerLine(
            String workload,
            LedgerState state,
            LedgerState lostFrom,
            double gpuSeconds,
            double share,
            BigDecimal usd) {}

    /**
     * One thing that costs money without advancing the work.
     *
     * @param what in the field's words: {@code waiting for storage bandwidth}
     * @param where the resource that binds
     * @param gpuShare share of held GPU time
     * @param usd dollars, exact
     * @param why one sentence, with the way out where one is known
     */
    public record Bottleneck(String what, String where, double gpuShare, BigDecimal usd, String why) {}

    /**
     * Where the time of one undisturbed step goes.
     *
     * @param workload its name
     * @param stepSeconds length of the step
     * @param slices states and their seconds, summing to the step
     * @param facts labelled facts in reading order: layout, MFU, memory, collective times
     * @param links use of the links by tier
     * @param collectives the collectives of the step, the longest first
     */
    public record StepAnatomy(
            String workload,
            double stepSeconds,
            List<Slice> slices,
            List<Fact> facts,
            List<Anatomy.Tier> links,
            List<Anatomy.Transfer> collectives) {}

    /** Seconds of one state within a step. */
    public record Slice(LedgerState state, double seconds) {}

    /** A labelled fact, already worded for people. */
    public record Fact(String label, String value) {}

    /**
     * The way of a workload's data.
     *
     * @param workload its name
     * @param neededBytesPerSec rate at which steps never wait
     * @param stages what the data pass, in order
     * @param notes what people should know, such as hits of caches
     * @param bufferBytes what the prefetch buffers hold at most
     * @param course rate and buffer at every change of the rate
     */
    public record Input(
            String workload,
            double neededBytesPerSec,
            List<Stage> stages,
            List<String> notes,
            double bufferBytes,
            List<InputPath.Point> course) {}

    /**
     * One resource that data pass.
     *
     * @param where the resource
     * @param state state of a GPU that waits for it
     * @param bytesPerSec what it would deliver if nothing else were in the way
     * @param changes changes that widen it enough
     */
    public record Stage(String where, LedgerState state, double bytesPerSec, List<Change> changes) {}

    /**
     * One change that was tried, everything else left as it is.
     *
     * @param words the change
     * @param starvation share of GPU time that waits for data then
     * @param usd what the work of the unchanged run costs then; nothing if a price is missing
     * @param baseUsd what it costs without the change
     * @param why why there is no cost, or empty
     */
    public record Tried(String words, double starvation, Optional<BigDecimal> usd, BigDecimal baseUsd, String why) {}

    /**
     * Mean use of a resource.
     *
     * @param resource name
     * @param share mean share of its capacity that was used, 0 to 1
     * @param bytes bytes carried
     */
    public record Utilisation(String resource, double share, double bytes) {}

    /** A warning with its position. */
    public record Finding(String level, String path, String message) {}
}
