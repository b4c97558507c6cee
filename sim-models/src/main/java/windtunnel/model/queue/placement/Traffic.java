package windtunnel.model.queue.placement;

import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** What the GPUs of a job send each other in a step, so that a job whose nodes lie far apart takes longer. */
public record Traffic(
        @Key(doc = "Time of a step on the best nodes of an empty cluster.", example = "4 s")
        TimeSpan step,

        @Key(doc = "Bytes that each GPU reduces or exchanges in a step.", example = "14 GB")
        Bytes bytes,

        @Key(doc = "How: a ring over all GPUs (all-reduce), or all-to-all.", def = "ring")
        Pattern pattern,

        @Key(doc = "Time of the exchange that is hidden behind computing.", def = "0 s")
        TimeSpan hidden)
        implements Checked {

    /** Who sends to whom. */
    public enum Pattern {
        /** A ring all-reduce, a channel on each rail, nodes in the order of their numbers. */
        RING,
        /** Each GPU sends an equal part to every other one. */
        ALL_TO_ALL
    }

    @Override
    public void check(Issues issues) {
        issues.check(step.seconds() > 0, "step", "must be above 0");
    }
}
