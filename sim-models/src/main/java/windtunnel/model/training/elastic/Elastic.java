package windtunnel.model.training.elastic;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * A job that goes on with fewer machines.
 *
 * <p>Its nodes form groups of {@code unit}, each of which holds whole replicas of the model. With K machines up there are floor(K / unit)
 * groups to be had; machines beyond the groups in use are held and idle. The speed of k of n groups is k / n where the batch shrinks with
 * them (proportional), or follows from m = ceil(B / (replicas x micro batch)) microbatches where it does not (fixed).
 */
public record Elastic(
        @Key(
                doc =
                        "Nodes of one group; without it, what one replica takes (tensor x context x pipeline GPUs), at least one node.",
                example = "2")
        Optional<Count> unit,

        @Key(doc = "Fewest groups that train; with fewer, the job waits.", def = "1")
        Count min,

        @Key(doc = "Most groups that train; without it, all.", example = "8")
        Optional<Count> max,

        @Key(
                doc =
                        "When the number of groups changes: rigid (never), immediate, hysteresis, proactive, redundant (goes on without a"
                                + " machine, slower), morph (shrinks on a notice).",
                def = "immediate")
        Policy policy,

        @Key(
                doc = "Time over which hysteresis and proactive weigh what a change gains against what it costs.",
                def = "30 min",
                tag = "assumed",
                source = "no source")
        TimeSpan horizon,

        @Key(
                doc = "Time in which the machines find each other and build communicators when their number changes.",
                def = "30 s",
                tag = "measured",
                source =
                        "global rendezvous in the simulator of Bamboo (Thorpe et al., NSDI 2023), github.com/uclasystem/bamboo")
        TimeSpan rendezvous,

        @Key(
                doc =
                        "Time to read the state from machines that have it; without it, bytes of a checkpoint per node of a group over"
                                + " the network.",
                example = "20 s")
        Optional<TimeSpan> restore,

        @Key(doc = "Time to compile for the new size.", def = "0 s", tag = "assumed", source = "no source")
        TimeSpan recompile,

        @Key(doc = "Samples of a step on fewer groups: fixed (all of them) or proportional (fewer).", def = "fixed")
        BatchRule batch,

        @Key(
                doc =
                        "Who holds the state when machines are lost: checkpoint, or peers (every group holds all of it: at most the step"
                                + " under way is lost).",
                def = "checkpoint")
        State state,

        @Key(
                doc =
                        "Time in which a new machine's group reads the state while the others go on (torchft); groups then keep their"
                                + " machines. Without it, all wait.",
                example = "5 min")
        Optional<TimeSpan> heal,

        @Key(
                doc =
                        "Length of a step over the undisturbed one while a neighbour computes for a lost machine (redundant).",
                def = "1.5",
                tag = "measured",
                source =
                        "fallback slowdown in the simulator of Bamboo (Thorpe et al., NSDI 2023), github.com/uclasystem/bamboo")
        Ratio slowdown)
        implements Checked {

    /** When the number of groups changes. */
    public enum Policy {
        /** Never: all groups or none. */
        RIGID,
        /** At once, to all groups that are whole. */
        IMMEDIATE,
        /** As immediate, but grows only where that pays within the horizon. */
        HYSTERESIS,
        /** To as many groups as do the most work within the horizon, given the losses that are expected; heeds notices. */
        PROACTIVE,
        /** As immediate, but a group goes on without one of its machines, and all the others wait for it. */
        REDUNDANT,
        /** As immediate, and shrinks after the step under way when machines are announced to be taken. */
        MORPH;

        /** Whether a notice makes the job leave the machine in time. */
        public boolean heedsNotices() {
            return this == MORPH || this == PROACTIVE;
        }
    }

    /** Samples of a step on fewer groups. */
    public enum BatchRule {
        /** As many as on all groups: each group takes more. */
        FIXED,
        /** Each group takes as many as before. */
        PROPORTIONAL
    }

    /** Who holds the state when machines are lost. */
    public enum State {
        /** Storage, or copies that the checkpoint keeps in memory. */
        CHECKPOINT,
        /** Every group. */
        PEERS
    }

    @Override
    public void check(Issues issues) {
        unit.ifPresent(count -> issues.check(count.value() >= 1, "unit", "a group has at least one node"));
        issues.check(min.value() >= 1, "min", "must be at least 1");
        max.ifPresent(most -> issues.check(most.value() >= min.value(), "max", "must not be less than 'min'"));
        issues.check(slowdown.value() >= 1, "slowdown", "must be at least 1");
        issues.check(
                heal.isEmpty() || state == State.PEERS,
                "heal",
                "needs 'state: peers': a new group reads the state from the others");
        boolean plain = policy == Policy.IMMEDIATE || policy == Policy.RIGID;
        issues.check(heal.isEmpty() || plain, "heal", "goes with 'policy: immediate'");
        issues.check(
                policy != Policy.REDUNDANT || state == State.PEERS,
                "state",
                "must be 'peers' with 'policy: redundant': the neighbours hold what a lost machine held");
    }

    /** Whether the number of groups ever changes. */
    public boolean moves() {
        return policy != Policy.RIGID;
    }
}
