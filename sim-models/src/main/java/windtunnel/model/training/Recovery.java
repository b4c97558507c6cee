package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * What happens after a machine is lost: it is noticed, a machine takes its place, and the job starts again from its newest durable
 * checkpoint.
 *
 * <p>Detection by heartbeat takes U(0, h) + (misses - 1) h for beats every h, (misses - 1/2) h on average: 25 s for three beats of 10 s. A
 * loss that was announced, and met by a save, needs no detection. The checkpoint is read back after the restart.
 */
public record Recovery(
        @Key(doc = "Measured time until a failure is noticed; without it, by heartbeat.", example = "25 s")
        Optional<TimeSpan> detect,

        @Key(doc = "Time between heartbeats.", def = "10 s", tag = "assumed", source = "no source")
        TimeSpan heartbeat,

        @Key(doc = "Heartbeats that must be missing.", def = "3", tag = "assumed", source = "no source")
        Count misses,

        @Key(
                doc = "Time to put a hot spare in a lost machine's place.",
                def = "60 s",
                tag = "assumed",
                source = "no source")
        TimeSpan swap,

        @Key(
                doc = "Time from there until the checkpoint is read: start of processes, communicators, warm-up.",
                def = "240 s",
                tag = "assumed",
                source = "scheduler 60 s, start 120 s, communicators 30 s, warm-up 30 s; no source")
        TimeSpan restart,

        @Key(
                doc = "Time after the checkpoint is read until steps are as fast as before: caches, compilation.",
                def = "0 s",
                tag = "assumed",
                source = "part of the restart time")
        TimeSpan warmUp,

        @Key(
                doc = "Whether a loss during recovery starts it over; false is the assumption of most closed forms.",
                def = "true")
        boolean failuresDuringRecovery)
        implements Checked {
    @Override
    public void check(Issues issues) {
        issues.check(
                misses.value() >= 1 && misses.value() <= 1_000_000, "misses", "at least one heartbeat must be missing");
    }

    /** Seconds until a failure is noticed, one draw. */
    double detectSeconds(Stream stream) {
        double phase = stream.uniform();
        return detect.map(TimeSpan::seconds).orElseGet(() -> (phase + misses.value() - 1) * heartbeat.seconds());
    }
}
