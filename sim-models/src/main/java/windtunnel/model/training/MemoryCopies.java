package windtunnel.model.training;

import java.util.Optional;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Saves into the memory of hosts, each copied to peers, so that a lost machine's state is read from a neighbour in seconds.
 *
 * <p>A save blocks for the copy to the host that no step hides, max(0, S_r / d2h - overlap x step), and for what the network cannot carry
 * while it is idle, max(0, S_node (r - 1) / B - idle x interval), B the node's back-end network. It counts once the peers have it, S_node
 * (r - 1) / (B idle) later. Where a loss leaves a copy of every part, the job reads it back at S_node / B; else from storage. Source:
 * GEMINI (SOSP 2023). It stops holding where hosts have no room for r states beside the loader, or where the network is never idle.
 */
public record MemoryCopies(
        @Key(
                doc = "Distance between these saves: steps, training time, or optimal. Belongs to mode sync and async.",
                example = "20 steps")
        Optional<Every> every,

        @Key(
                doc = "Hosts that hold each part, the owner among them.",
                def = "2",
                tag = "assumed",
                source = "GEMINI's choice")
        Count replicas,

        @Key(
                doc = "Whether a part's hosts are neighbours or far apart, so that a rack's loss takes one of them.",
                def = "spread")
        Placement placement,

        @Key(
                doc = "Share of the time in which the back-end network is idle and carries the copies.",
                def = "0.5",
                tag = "assumed",
                source = "no source")
        Fraction idle,

        @Key(doc = "Measured time that one such save blocks training; replaces the model.", example = "2 s")
        Optional<TimeSpan> blocking,

        @Key(doc = "Measured time from the end of blocking until the peers have it.", example = "5 s")
        Optional<TimeSpan> persist,

        @Key(doc = "Measured time to read it back from a peer.", example = "10 s")
        Optional<TimeSpan> restore)
        implements Checked {

    /** Where the hosts of a part stand. */
    public enum Placement {
        /** Node i with i + N/r, i + 2N/r and so on. */
        SPREAD,
        /** Node i with the next ones. */
        ADJACENT
    }

    /** Two copies far apart. */
    static MemoryCopies plain() {
        return new MemoryCopies(
                Optional.empty(),
                new Count(2),
                Placement.SPREAD,
                new Fraction(0.5),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether times of a copy follow from the size of the model. */
    boolean modelled() {
        return blocking.isEmpty() || persist.isEmpty() || restore.isEmpty();
    }

    @Override
    public void check(Issues issues) {
        issues.check(
                replicas.value() >= 1 && replicas.value() <= 1_000,
                "replicas",
                "at least the owner's host holds a part, and at most 1,000 do");
        issues.check(idle.value() > 0, "idle", "a network that is never idle carries no copies");
    }
}
