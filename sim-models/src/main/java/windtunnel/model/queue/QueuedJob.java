package windtunnel.model.queue;

import java.util.Optional;
import windtunnel.core.unit.Count;
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

        @Key(doc = "Larger is more important; counts where the order is priority.", def = "0")
        Count priority,

        @Key(doc = "On which nodes: any, same-leaf (all below one leaf switch) or spread (over many).", def = "any")
        Where place,

        @Key(doc = "What its GPUs send each other; without it, nodes far apart are as good as others.")
        Optional<Traffic> traffic,

        @Key(doc = "Work between its checkpoints; without it, a stopped job begins anew.", example = "3 h")
        Optional<TimeSpan> checkpointEvery,

        @Key(doc = "Time that it needs to go on after a stop, its GPUs held.", def = "0 s")
        TimeSpan restart)
        implements Checked {

    @Override
    public void check(Issues issues) {
        issues.check(gpus.value() > 0, "gpus", "a job needs at least one GPU");
        issues.check(length.seconds() > 0, "length", "a job takes some time");
        checkpointEvery.ifPresent(every -> issues.check(every.seconds() > 0, "checkpoint-every", "must be above 0"));
    }
}
