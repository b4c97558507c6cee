package windtunnel.model;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.flow.Transfer;

/**
 * What a byte of training data passes on its way to the GPUs of one job: shared links, each used by so many units per byte, and
 * limits of a node by itself. Storages, caches and the loader each add their part.
 *
 * <p>All nodes read alike, so that they are one class of flows. A stage by itself carries {@code capacity / perByte}; the class
 * runs at the max-min share of its links, at most the smallest limit.
 */
public final class ReadPath {
    private final ReadPath whole;
    private final FlowNetwork flows;
    private final int nodes;
    private final double share;
    private final List<Stage> stages;
    private final List<String> notes = new ArrayList<>();
    private double weight = 1;

    /**
     * One resource on the way.
     *
     * @param link id of the shared link, -1 for a limit of each node by itself
     * @param perByte units of the link's capacity that one byte of the data set takes on average
     * @param aloneBytesPerSec rate of all nodes together if nothing else were in the way
     * @param state state of a GPU that waits for this resource
     * @param where the resource for people
     * @param remedy one sentence on how to widen it, or empty
     * @param changes changes of the scenario that widen it enough
     */
    public record Stage(
            int link,
            double perByte,
            double aloneBytesPerSec,
            LedgerState state,
            String where,
            String remedy,
            List<Change> changes) {}

    /** What to tell people about a resource: its name, how to widen it in words, and changes that do. */
    public record Advice(String where, String remedy, List<Change> changes) {
        /** Copies the changes. */
        public Advice {
            changes = List.copyOf(changes);
        }
    }

    private ReadPath(ReadPath whole, FlowNetwork flows, int nodes, double share, List<Stage> stages) {
        this.whole = whole == null ? this : whole;
        this.flows = flows;
        this.nodes = nodes;
        this.share = share;
        this.stages = stages;
    }

    /** A path of {@code nodes} nodes with nothing on it yet. */
    public static ReadPath of(FlowNetwork flows, int nodes) {
        return new ReadPath(null, flows, nodes, 1, new ArrayList<>());
    }

    /** The same path for the {@code part} of the bytes that gets past a cache; what is added to it weighs so much less. */
    public ReadPath part(double part) {
        return new ReadPath(whole, flows, nodes, share * part, stages);
    }

    /** Each byte takes {@code perByte} units of a shared link. */
    public void cross(int link, double perByte, LedgerState state, Advice advice) {
        double units = share * perByte;
        if (units > 0) {
            stages.add(new Stage(
                    link,
                    units,
                    flows.capacity(link) / units,
                    state,
                    advice.where(),
                    advice.remedy(),
                    advice.changes()));
        }
    }

    /** A node by itself moves at most {@code bytesPerSec}. */
    public void limit(double bytesPerSec, LedgerState state, Advice advice) {
        if (share > 0 && bytesPerSec < Double.POSITIVE_INFINITY) {
            stages.add(new Stage(
                    -1, 0, bytesPerSec / share * nodes, state, advice.where(), advice.remedy(), advice.changes()));
        }
    }

    /** Reads over this path count so many times as much as writes when they share a link; the last value holds. */
    public void weigh(double weightOfReads) {
        whole.weight = weightOfReads;
    }

    /** Says something about the path that people should know. */
    public void note(String fact) {
        whole.notes.add(fact);
    }

    /** Everything that was noted. */
    public List<String> notes() {
        return List.copyOf(whole.notes);
    }

    /** All stages in the order of adding. */
    public List<Stage> stages() {
        return List.copyOf(stages);
    }

    /** The largest rate of one node that its own limits allow, in bytes per second; infinite without limits. */
    public double nodeLimitBytesPerSec() {
        return stages.stream()
                        .filter(stage -> stage.link() < 0)
                        .mapToDouble(Stage::aloneBytesPerSec)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY)
                / nodes;
    }

    /** The stage that holds back a stream which {@code link} holds back (-1: a node's own limit); null if there is none. */
    public Stage holding(int link) {
        Stage tightest = null;
        for (Stage stage : stages) {
            boolean candidate = stage.link() == link;
            if (candidate && (tightest == null || stage.aloneBytesPerSec() < tightest.aloneBytesPerSec())) {
                tightest = stage;
            }
        }
        return tightest;
    }

    /** What a stage carries of all nodes' reads on links as they stand, if nothing else reads or writes. */
    public double aloneBytesPerSec(Stage stage) {
        return stage.link() < 0 ? stage.aloneBytesPerSec() : flows.capacity(stage.link()) / stage.perByte();
    }

    /** The stage that binds when the job's reads are alone, on links as they stand; null on an empty path. */
    public Stage narrowest() {
        Stage tightest = null;
        for (Stage stage : stages) {
            if (tightest == null || aloneBytesPerSec(stage) < aloneBytesPerSec(tightest)) {
                tightest = stage;
            }
        }
        return tightest;
    }

    /** The stream of all nodes, one class of flows, each node at most {@code capBytesPerSec}. */
    public Transfer stream(double capBytesPerSec) {
        List<Stage> links = stages.stream().filter(stage -> stage.link() >= 0).toList();
        int[] ids = links.stream().mapToInt(Stage::link).toArray();
        double[] units = links.stream().mapToDouble(Stage::perByte).toArray();
        boolean plain = links.stream().allMatch(stage -> stage.perByte() == 1);
        return new Transfer(0, 0, weight, capBytesPerSec, nodes, ids, plain ? null : units);
    }

    /** Whether the stream over this path runs as over {@code other}: same links, limits and weights to 1e-9. */
    public boolean runsLike(ReadPath other) {
        if (stages.size() != other.stages.size()) {
            return false;
        }
        for (int i = 0; i < stages.size(); i++) {
            Stage mine = stages.get(i);
            Stage its = other.stages.get(i);
            double gap = Math.abs(mine.aloneBytesPerSec() - its.aloneBytesPerSec());
            if (mine.link() != its.link() || gap > 1e-9 * mine.aloneBytesPerSec()) {
                return false;
            }
        }
        return true;
    }
}
