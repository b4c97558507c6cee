package windtunnel.model.training;

import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Key;

/**
 * What happens after a failure: it is noticed, the job starts again on a replaced node, and falls back to its newest durable
 * checkpoint.
 *
 * <p>Detection by heartbeat takes (misses - 1/2) beats on average: 25 s for three beats of 10 s.
 */
public record Recovery(
        @Key(
                doc = "Time until a failure is noticed.",
                def = "25 s",
                tag = "assumed",
                source = "three missed heartbeats of 10 s: (3 - 1/2) x 10 s on average")
        TimeSpan detect,

        @Key(
                doc =
                        "Time from there until training goes on: replacement, start of processes, communicators, restore.",
                def = "240 s",
                tag = "assumed",
                source = "scheduler 60 s, start 120 s, communicators 30 s, warm-up 30 s; no source")
        TimeSpan restart,

        @Key(doc = "Whether a failure during recovery starts it over.", def = "true")
        boolean failuresDuringRecovery) {}
