package windtunnel.model.queue;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.TimeLaw;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.queue.placement.Traffic;
import windtunnel.model.queue.placement.Where;

/** Jobs that arrive at random, the same in every design that is run with the same seed. */
public record Arrivals(
        @Key(doc = "Team whose jobs they are.", example = "research")
        String team,

        @Key(doc = "How many arrive in all.", example = "200")
        Count jobs,

        @Key(doc = "Time from one arrival to the next.", example = "{ exponential: 20 min }")
        TimeLaw between,

        @Key(doc = "GPUs of a job, where all are alike.", example = "8")
        Optional<Count> gpus,

        @Key(doc = "In its place: sizes with their weights.", def = "[]")
        List<Size> sizes,

        @Key(doc = "Time that the work of a job takes.", example = "{ lognormal: { p50: 1 h, p95: 12 h } }")
        TimeLaw length,

        @Key(doc = "Larger is more important; counts where the order is priority.", def = "0")
        Count priority,

        @Key(doc = "On which nodes: any, same-leaf (all below one leaf switch) or spread (over many).", def = "any")
        Where place,

        @Key(doc = "What its GPUs send each other; without it, nodes far apart are as good as others.")
        Optional<Traffic> traffic,

        @Key(doc = "Work between checkpoints; without it, a stopped job begins anew.", example = "1 h")
        Optional<TimeSpan> checkpointEvery,

        @Key(
                doc =
                        "Share of its GPUs with which it can go on, slower in proportion, rounded up to whole nodes; it gives up the others"
                                + " before a job is stopped for a more important one, and takes them back when nobody waits.",
                def = "1",
                example = "0.5")
        Fraction shrinksTo,

        @Key(doc = "Time that a job needs to go on after a stop, its GPUs held.", def = "0 s")
        TimeSpan restart)
        implements Checked {

    /** A size and how often it comes. */
    public record Size(
            @Key(doc = "GPUs of a job.", example = "8") Count gpus,

            @Key(doc = "How often, relative to the other sizes.", example = "0.5")
            Ratio weight)
            implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(gpus.value() > 0, "gpus", "a job needs at least one GPU");
            issues.check(weight.value() > 0, "weight", "must be above 0");
        }
    }

    @Override
    public void check(Issues issues) {
        issues.check(jobs.value() >= 1 && jobs.value() <= JobQueue.MOST_JOBS, "jobs", JobQueue.MOST_TEXT);
        issues.check(gpus.isPresent() == sizes.isEmpty(), "gpus", "give the GPUs of a job, or sizes with weights");
        issues.check(gpus.isEmpty() || gpus.get().value() > 0, "gpus", "a job needs at least one GPU");
        issues.check(shrinksTo.value() > 0, "shrinks-to", "must be above 0; leave it out for a job that cannot shrink");
        checkpointEvery.ifPresent(every -> issues.check(every.seconds() > 0, "checkpoint-every", "must be above 0"));
    }

    /** The sizes, of which there is at least one. */
    List<Size> allSizes() {
        return gpus.map(count -> List.of(new Size(count, new Ratio(1)))).orElse(sizes);
    }
}
