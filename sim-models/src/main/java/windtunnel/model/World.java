package windtunnel.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import windtunnel.core.engine.Fingerprint;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.core.measure.Ledger;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.Timeline;
import windtunnel.core.measure.Usage;
import windtunnel.core.random.RandomStreams;
import windtunnel.model.retention.Shelf;

/** What a model is handed at start: simulation, flows, streams, recorder, cluster. */
public final class World {
    private final Simulation simulation;
    private final FlowNetwork flows;
    private final RandomStreams streams;
    private final Cluster cluster;
    private final Function<Cluster, CollectiveCosts> prices;
    private final CollectiveCosts collectives;
    private final Map<Double, CollectiveCosts> besideStorage = new TreeMap<>();
    private final SharedNics nics;
    private final Assumptions assumptions;
    private final Options options;
    private final Recorder recorder = new Recorder();
    private final Usage usage = new Usage();
    private final Fingerprint fingerprint = new Fingerprint();
    private final List<Ledger> ledgers = new ArrayList<>();
    private final Map<String, StorageSystem> storage = new LinkedHashMap<>();
    private final List<LongConsumer> closers = new ArrayList<>();
    private final List<Explanation> explanations = new ArrayList<>();
    private final List<StepDelay> delays = new ArrayList<>();
    private final List<Anatomy> anatomies = new ArrayList<>();
    private final List<InputPath> inputs = new ArrayList<>();
    private final Machines machines;
    private final Conditions conditions = new Conditions();
    private final List<Timeline.Writer> timelines = new ArrayList<>();
    private final Map<String, Shelf> shelves = new LinkedHashMap<>();
    private final List<SaveBurst> bursts = new ArrayList<>();
    private final Map<String, Long> quotes = new TreeMap<>();
    private int unfinished;

    /**
     * Dials of a run.
     *
     * @param market how nodes are paid: {@code on-demand} or {@code spot}
     * @param spares hot spares beside the cluster's nodes
     * @param horizonNanos end of simulated time, or Long.MAX_VALUE
     * @param detail how jobs are stepped
     * @param fastForward whether identical steps collapse into one event (a test switches this off)
     */
    public record Options(String market, int spares, long horizonNanos, Detail detail, boolean fastForward) {}

    /** A world in which nothing is attached yet; {@code prices} says what collectives take on a cluster. */
    public World(
            Simulation simulation,
            FlowNetwork flows,
            RandomStreams streams,
            Cluster cluster,
            Function<Cluster, CollectiveCosts> prices,
            Assumptions assumptions,
            Options options) {
        this.simulation = simulation;
        this.flows = flows;
        this.streams = streams;
        this.cluster = cluster;
        this.prices = prices;
        collectives = prices.apply(cluster);
        nics = new SharedNics(flows, cluster);
        this.assumptions = assumptions;
        this.options = options;
        machines = new Machines(simulation, openLedger(null), cluster.nodes(), cluster.gpusPerNode(), options);
    }

    /** Clock and event queue. */
    public Simulation simulation() {
        return simulation;
    }

    /** Bytes on shared links. */
    public FlowNetwork flows() {
        return flows;
    }

    /** Random streams of this replication. */
    public RandomStreams streams() {
        return streams;
    }

    /** The built hardware. */
    public Cluster cluster() {
        return cluster;
    }

    /** The machines behind the nodes. */
    public Machines machines() {
        return machines;
    }

    /** What happens to links and GPUs. */
    public Conditions conditions() {
        return conditions;
    }

    /** Prices of collectives, in seconds. */
    public CollectiveCosts collectives() {
        return collectives;
    }

    /** The same where storage leaves collectives that share of each NIC's rate. */
    public CollectiveCosts collectives(double nicShare) {
        return nicShare == 1
                ? collectives
                : besideStorage.computeIfAbsent(nicShare, share -> prices.apply(cluster.lending(share)));
    }

    /** The NICs that storage shares with collectives, if any does. */
    public SharedNics nics() {
        return nics;
    }

    /** Account of library and default values that are read. */
    public Assumptions assumptions() {
        return assumptions;
    }

    /** Dials of the run. */
    public Options options() {
        return options;
    }

    /** Metrics of the run. */
    public Recorder recorder() {
        return recorder;
    }

    /** Meters of the run. */
    public Usage usage() {
        return usage;
    }

    /** Digest of job transitions, ledger commits, usage and metrics. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** Opens a ledger for a workload, or for nobody when {@code owner} is null. */
    public Ledger openLedger(String owner) {
        Ledger ledger = new Ledger(owner, LedgerState.provisionalFlags(), LedgerState.LOST_WORK.ordinal());
        ledgers.add(ledger);
        return ledger;
    }

    /** All ledgers in the order of opening. */
    public List<Ledger> ledgers() {
        return List.copyOf(ledgers);
    }

    /** Makes a storage known under its name; a second one of the same name throws. */
    public void addStorage(StorageSystem system) {
        if (storage.put(system.name(), system) != null) {
            throw new IllegalStateException("two storages are named " + system.name());
        }
    }

    /** The storage of that name; throws when there is none. */
    public StorageSystem storage(String name) {
        StorageSystem system = storage.get(name);
        if (system == null) {
            throw new IllegalStateException("no storage is named " + name + "; there are " + storage.keySet());
        }
        return system;
    }

    /** Notes where time of a state is lost and how to get it back. */
    public void explain(Explanation explanation) {
        explanations.add(explanation);
    }

    /** From now on {@code delay} makes steps longer. */
    public void delaySteps(StepDelay delay) {
        delays.add(delay);
    }

    /** What makes steps longer. */
    public List<StepDelay> stepDelays() {
        return List.copyOf(delays);
    }

    /** Everything that models explained, in the order in which they did. */
    public List<Explanation> explanations() {
        return List.copyOf(explanations);
    }

    /** Notes what a workload's undisturbed step looks like. */
    public void describe(Anatomy anatomy) {
        anatomies.add(anatomy);
    }

    /** The steps that were described. */
    public List<Anatomy> anatomies() {
        return List.copyOf(anatomies);
    }

    /** Notes what a save did to reads. */
    public void noteBurst(SaveBurst burst) {
        bursts.add(burst);
    }

    /** What saves did to reads, one a workload. */
    public List<SaveBurst> bursts() {
        return List.copyOf(bursts);
    }

    /** Notes the stored saves of a workload at the end of the run. */
    public void keepShelf(String owner, Shelf shelf) {
        shelves.put(owner, shelf);
    }

    /** The stored saves by workload, after the end of the run. */
    public Map<String, Shelf> shelves() {
        return Collections.unmodifiableMap(shelves);
    }

    /** Notes how the data of a workload travelled. */
    public void describe(InputPath input) {
        inputs.add(input);
    }

    /** The ways of data that were described. */
    public List<InputPath> inputs() {
        return List.copyOf(inputs);
    }

    /** Says what an hour of a node costs on a market, in 1e-9 US dollars. */
    public void quote(String market, long nanoUsdPerHour) {
        quotes.put(market, nanoUsdPerHour);
    }

    /** What an hour of a node costs on a market, in 1e-9 US dollars, if anybody said so. */
    public OptionalLong quote(String market) {
        Long price = quotes.get(market);
        return price == null ? OptionalLong.empty() : OptionalLong.of(price);
    }

    /** Opens the timeline of a workload that holds {@code units} GPUs and wants {@code target} of its own units of work. */
    public Timeline.Writer openTimeline(String owner, long units, double target) {
        Timeline.Writer writer = new Timeline.Writer(owner, units, target);
        timelines.add(writer);
        return writer;
    }

    /** The timelines after the end of the run. */
    public List<Timeline> timelines() {
        return timelines.stream().map(Timeline.Writer::written).toList();
    }

    /** Registers what closes meters and records metrics when the run ends; it is given the end in nanoseconds. */
    public void onEnd(LongConsumer closer) {
        closers.add(closer);
    }

    /** Says that one more workload has to finish before the run is over. */
    public void started() {
        unfinished++;
    }

    /** Says that a workload is done; the run ends with the last one. */
    public void finished() {
        unfinished--;
        if (unfinished == 0) {
            simulation.stop();
        }
    }

    /** Whether work is left. */
    public boolean unfinished() {
        return unfinished > 0;
    }

    /** Runs every closer once, in the order of registration. */
    public void close(long endNanos) {
        for (LongConsumer closer : closers) {
            closer.accept(endNanos);
        }
        closers.clear();
        machines.close(endNanos, recorder);
    }
}
