package windtunnel.model.disruption.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.QuantityException;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.FitsCluster;
import windtunnel.model.World;
import windtunnel.model.disruption.network.Where;
import windtunnel.model.key.Checked;
import windtunnel.model.key.DataFile;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Traffic of others on some links: it takes a part of their rate from the job, whose steps get longer.
 *
 * <p>{@code reserve}: a share rho is gone, C (1 - rho) is left. {@code flows}: n permanent flows beside m of the job's, shared max-min fairly by flow (a tenant with eight
 * queue pairs takes 8/9 from one with one), either on each of the links by itself or from NICs to NICs over all links of their ways; with TCP, flows of a longer round trip
 * get less. {@code on-off}: a share that is taken in bursts, exponential like the calm between them; over time share x burst / (burst + calm). {@code trace}: shares from a
 * file. The job gets no more than what is left, whether or not the others use all of theirs at that instant. A step under way goes on at the new
 * shares; what changes faster than a step is better given as its mean.
 */
public record BackgroundTraffic(
        @Key(doc = "Name of the neighbour; two of the same name have their bursts at the same time.", def = "neighbour")
        String name,

        @Key(
                doc = "What the traffic is like: 'reserve', 'flows', 'on-off' or 'trace'.",
                def = "reserve",
                example = "flows")
        Mode mode,

        @Key(doc = "Links that it is on: NICs, cables, switches.", def = "[]", example = "[leaf-0, leaf-1/up]")
        List<String> links,

        @Key(doc = "In their place: all links of a tier.", example = "leaf")
        Optional<Where> where,

        @Key(doc = "In their place, with flows: NICs that send.", example = "node-4..7")
        Optional<String> from,

        @Key(doc = "NICs that they send to, by turns.", example = "node-0/nic-0")
        Optional<String> to,

        @Key(
                doc = "Share of the links that is taken; with on-off, in a burst.",
                def = "0.3",
                tag = "assumed",
                source = "no source")
        Fraction share,

        @Key(doc = "Flows (queue pairs) of others on each link, or from each NIC that sends.", def = "1", example = "8")
        Count flows,

        @Key(doc = "Flows of the job on each link.", def = "1", example = "4")
        Count jobFlows,

        @Key(doc = "Most that one of the others' flows sends.", example = "5 GB/s")
        Optional<Bandwidth> cap,

        @Key(
                doc = "Round trip of the others' flows; by default as long as the job's. Counts with TCP.",
                example = "2 ms")
        Optional<TimeSpan> roundTrip,

        @Key(doc = "Mean length of a burst.", def = "1 min", tag = "assumed", source = "no source")
        TimeSpan burst,

        @Key(doc = "Mean time between two.", def = "4 min", tag = "assumed", source = "no source")
        TimeSpan calm,

        @Key(
                doc = "Shares over time, a CSV file in the scenario's folder or below: t_seconds,share.",
                example = "traces/uplink.csv")
        Optional<DataFile> file,

        @Key(doc = "When it begins.", def = "0 s", example = "6 h")
        TimeSpan start,

        @Key(doc = "How long it lasts; by default to the end.", example = "2 h")
        Optional<TimeSpan> lasts)
        implements Disruption, FitsCluster, Checked {
    /** Shorter bursts would only cost events. */
    private static final double SHORTEST_SECONDS = 1;
    /** Each link of their ways is worked out by itself, so the work grows with the square of the pairs. */
    private static final int MOST_PAIRS = 256;

    /** What the traffic is like. */
    public enum Mode {
        /** A share that is always taken. */
        RESERVE,
        /** Permanent flows that share fairly. */
        FLOWS,
        /** Bursts and calm. */
        ON_OFF,
        /** Shares from a file. */
        TRACE
    }

    @Override
    public void check(Issues issues) {
        boolean routed = from.isPresent() && to.isPresent() && links.isEmpty() && where.isEmpty();
        boolean placed = from.isEmpty() && to.isEmpty() && links.isEmpty() != where.isEmpty();
        issues.check(routed || placed, "", "give one of 'links', 'where', and 'from' with 'to'");
        issues.check(!routed || mode == Mode.FLOWS, "from", "goes with 'mode: flows'");
        issues.check(share.value() < 1, "share", "a link of which nothing is left is down; see link-fault");
        issues.check(flows.value() <= 100_000, "flows", "more than 100000 flows are out of range");
        issues.check(jobFlows.value() >= 1 && jobFlows.value() <= 100_000, "job-flows", "must be from 1 to 100000");
        issues.check(
                cap.isEmpty() || mode == Mode.FLOWS && cap.get().bytesPerSec() > 0,
                "cap",
                "goes with 'mode: flows' and is above 0");
        issues.check(
                roundTrip.isEmpty() || mode == Mode.FLOWS && roundTrip.get().seconds() > 0,
                "round-trip",
                "goes with 'mode: flows' and is above 0");
        String tooShort = "must be 1 s or longer; shorter bursts are a 'reserve' of their mean";
        issues.check(mode != Mode.ON_OFF || burst.seconds() >= SHORTEST_SECONDS, "burst", tooShort);
        issues.check(mode != Mode.ON_OFF || calm.seconds() >= SHORTEST_SECONDS, "calm", tooShort);
        issues.check((mode == Mode.TRACE) == file.isPresent(), "file", "goes with 'mode: trace', which needs it");
        file.ifPresent(trace -> {
            try {
                LoadTrace.parse(trace.text());
            } catch (QuantityException e) {
                issues.error("file", "'" + trace.name() + "', " + e.getMessage());
            }
        });
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        Issues fabric = new Issues();
        if (cluster.fabric() instanceof FitsCluster fits) {
            fits.check(cluster, fabric);
        }
        if (fabric.hasErrors()) {
            return;
        }
        Cluster built = cluster.fabric().build(cluster.nodes(), new Assumptions());
        issues.check(built.networked(), "", "no network joins the nodes of this cluster");
        if (!built.networked()) {
            return;
        }
        for (int i = 0; i < links.size(); i++) {
            try {
                built.find(links.get(i));
            } catch (IllegalArgumentException e) {
                issues.error("links[" + i + "]", e.getMessage());
            }
        }
        where.ifPresent(tier -> issues.check(tier.count(built) > 0, "where", "this fabric has no such links"));
        issues.check(
                roundTrip.isEmpty() || built.sharing().byLatency(),
                "round-trip",
                "counts with TCP only; this fabric's flows share alike whatever their round trip");
        if (from.isPresent() && to.isPresent()) {
            ends(built, issues);
        }
    }

    private void ends(Cluster built, Issues issues) {
        String known = "' names no NICs of this cluster; such names are node-0 to node-" + (built.nodes() - 1)
                + ", node-0..3, node-0/nic-0, node-*";
        issues.check(!Neighbours.nics(built, from.get()).isEmpty(), "from", "'" + from.get() + known);
        issues.check(!Neighbours.nics(built, to.get()).isEmpty(), "to", "'" + to.get() + known);
        if (issues.hasErrors()) {
            return;
        }
        List<int[]> pairs = Neighbours.pairs(built, from.get(), to.get());
        issues.check(!pairs.isEmpty(), "to", "every NIC would send to itself");
        issues.check(
                pairs.size() <= MOST_PAIRS,
                "from",
                "these are " + pairs.size() + " senders; at most " + MOST_PAIRS + " are worked out link by link");
        issues.check(
                !built.sharing().headOfLine() || Neighbours.single(built, pairs),
                "from",
                "'pfc: hol' needs ways of one path; here a flow takes several at once");
    }

    /** Links that it is on. */
    List<Integer> on(Cluster cluster) {
        List<Integer> all = new ArrayList<>();
        links.forEach(name ->
                cluster.find(name).stream().filter(link -> !all.contains(link)).forEach(all::add));
        where.ifPresent(tier -> {
            for (int i = 0, count = tier.count(cluster); i < count; i++) {
                all.addAll(tier.links(cluster, i));
            }
        });
        return all;
    }

    @Override
    public void attach(World world) {
        new Course(world, this).schedule();
    }
}
