package windtunnel.model.queue;

import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Key;

/**
 * Moving running jobs together so that one that waits finds its GPUs on the right nodes. A job that moves saves, its GPUs held, and starts again
 * elsewhere: it loses no work, but the save and its restart. Only jobs with checkpoints can.
 */
public record Defragmentation(
        @Key(doc = "Time for which a job saves before it moves, its GPUs held.", example = "1 min")
        TimeSpan save,

        @Key(
                doc =
                        "Jobs move only for one that would wait longer than this by the estimates, and only if they have run for so long.",
                def = "30 min",
                tag = "assumed",
                source = "no source; several times what a move costs")
        TimeSpan leastWait) {}
