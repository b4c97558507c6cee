package windtunnel.model.queue;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.queue.placement.Traffic;
import windtunnel.model.queue.placement.Where;

/** One job of a queue. */
public record QueuedJob(
        @Key(doc = "Team whose job it is.", example = "research")
        String team,

        @Key(doc = "GPUs that it needs, all at once.", example = "16")
        Count gpus,

        @Key(doc = "Time that its work takes, undisturbed.", example = "12 h")
        TimeSpan length,

        @Key(doc = "When it is submitted, from the start of the run.", def = "0 s")
        TimeSpan arrives,

        @Key(
                doc =
                        "When it is to start, from the start of the run, reserved when it is submitted: nothing starts that would still"
                                + " hold its GPUs then, by the estimates, and it is stopped for no other.",
                example = "24 h")
        Optional<TimeSpan> startsAt,

        @Key(doc = "Larger is more important; counts where the order is priority.", def = "0")
        Count priority,

        @Key(doc = "On which nodes: any, same-leaf (all below one leaf switch) or spread (over many).", def = "any")
        Where place,

        @Key(doc = "What its GPUs send each other; without it, nodes far apart are as good as others.")
        Optional<Traffic> traffic,

        @Key(doc = "Work between its checkpoints; without it, a stopped job begins anew.", example = "3 h")
        Optional<TimeSpan> checkpointEvery,

        @Key(
                doc =
                        "Share of its GPUs with which it can go on, slower in proportion, rounded up to whole nodes; it gives up the others"
                                + " before a job is stopped for a more important one, and takes them back when nobody waits.",
                def = "1",
                example = "0.5")
        Fraction shrinksTo,

        @Key(doc = "Time that it needs to go on after a stop, its GPUs held.", def = "0 s")
        TimeSpan restart)
        implements Checked {

    @Override
    public void check(Issues issues) {
        issues.check(gpus.value() > 0, "gpus", "a job needs at least one GPU");
        issues.check(length.seconds() > 0, "length", "a job takes some time");
        startsAt.ifPresent(start ->
                issues.check(start.seconds() >= arrives.seconds(), "starts-at", "must not be before the job arrives"));
        issues.check(shrinksTo.value() > 0, "shrinks-to", "must be above 0; leave it out for a job that cannot shrink");
        checkpointEvery.ifPresent(every -> issues.check(every.seconds() > 0, "checkpoint-every", "must be above 0"));
    }
}
