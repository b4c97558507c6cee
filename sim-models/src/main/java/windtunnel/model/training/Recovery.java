package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Machines;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * What happens after a machine is lost: it is noticed, a machine takes its place, and the job starts again from its newest durable
 * checkpoint.
 *
 * <p>Detection by heartbeat takes U(0, h) + (misses - 1) h for beats every h, (misses - 1/2) h on average: 25 s for three beats of 10 s. Processes that hang go
 * on giving heartbeats: a watchdog on collectives notices those, or a detector that knows the length of a step. A
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
                doc = "Time without progress after which a hang is noticed, whose heartbeats go on.",
                def = "600 s",
                tag = "vendor",
                source = "PyTorch 2, init_process_group: NCCL collectives time out after 10 minutes")
        TimeSpan watchdog,

        @Key(
                doc = "Notices a hang by its steps, where that is sooner than the watchdog.",
                example = "{ factor: 2, steps: 10 }")
        Optional<StepTimer> stepTimer,

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
                doc = "Copies of the state in the memory of other machines, after every step.",
                example = "{ copies: 2, restore: 10 s }")
        Optional<Peers> peers,

        @Key(
                doc = "Whether a loss during recovery starts it over; false is the assumption of most closed forms.",
                def = "true")
        boolean failuresDuringRecovery)
        implements Checked {

    /** Copies in host memory: what fewer machines than hold a copy lose at once is read from the others. */
    public record Peers(
            @Key(doc = "Machines that hold each part of the state, its own included.", def = "2")
            Count copies,

            @Key(doc = "Time to read the state from their memory.", example = "10 s")
            TimeSpan restore)
            implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(copies.value() >= 2 && copies.value() <= 1_000_000, "copies", "must be from 2 to a million");
        }
    }

    /** A detector that knows how long steps take: a hang is noticed when so many of so long a step would have ended. */
    public record StepTimer(
            @Key(doc = "Length of a suspicious step over the undisturbed one.", example = "2", def = "2")
            Ratio factor,

            @Key(doc = "Suspicious steps in a row that are one too many.", example = "10", def = "10")
            Count steps)
            implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(factor.value() >= 1, "factor", "must be at least 1");
            issues.check(steps.value() >= 1 && steps.value() <= 1_000_000, "steps", "must be from 1 to a million");
        }
    }

    @Override
    public void check(Issues issues) {
        issues.check(
                misses.value() >= 1 && misses.value() <= 1_000_000, "misses", "at least one heartbeat must be missing");
    }

    /** Mean time until a failure that is no hang is noticed. */
    double meanDetectSeconds() {
        return detect.map(TimeSpan::seconds).orElseGet(() -> (misses.value() - 0.5) * heartbeat.seconds());
    }

    /** Whether some machine that is left holds every part of the state. */
    boolean survives(Machines.Loss loss) {
        return peers.isPresent()
                && !loss.nodes().isEmpty()
                && loss.nodes().size() < peers.get().copies().value();
    }

    /** Nanoseconds to read the state from the memory of peers. */
    long peerRestoreNanos() {
        return Simulation.nanos(peers.orElseThrow().restore().seconds());
    }

    /** Seconds until a failure is noticed, one draw; a hang is noticed for lack of progress. */
    double detectSeconds(Stream stream, boolean hang, double stepSeconds) {
        double phase = stream.uniform();
        if (hang) {
            double steps = stepTimer
                    .map(timer -> timer.factor().value() * timer.steps().value() * stepSeconds)
                    .orElse(Double.POSITIVE_INFINITY);
            return Math.min(watchdog.seconds(), steps);
        }
        return detect.map(TimeSpan::seconds).orElseGet(() -> (phase + misses.value() - 1) * heartbeat.seconds());
    }
}
