package windtunnel.model.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.model.Attempt;
import windtunnel.model.Explanation;
import windtunnel.model.InputPath;
import windtunnel.model.LedgerState;
import windtunnel.model.ReadPath;
import windtunnel.model.Reading;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;

/**
 * The stream of training data of one job: all its nodes read alike, as one class of flows over the loader's, the caches' and the
 * storage's stages ({@link ReadPath}).
 *
 * <p>The path changes where an epoch ends, since caches answer more of the second epoch than of the first. After a failure the
 * loader goes on from the sample where the restored job stands; caches keep what they hold.
 */
final class DataFeed {
    /** Changes of the rate that are kept for the report. */
    private static final int MOST_POINTS = 4096;

    private final World world;
    private final FlowNetwork flows;
    private final StorageSystem storage;
    private final StorageSystem origin;
    private final Loader loader;
    private final LoaderDetail detail;
    private final int nodes;
    private final double batchBytes;
    private final double bufferBytes;
    private final double readyBytes;
    private final double demandBytesPerSec;
    private final Reading reading;
    private final List<InputPath.Point> course = new ArrayList<>();

    private Attempt attempt;
    private EventHandler listener;
    private ReadPath path;
    private long stream = -1;
    private Want want = Want.ALL;
    private long epoch = 1;
    private double readBefore;
    private long epochTimer = -1;
    private boolean settled;

    /** Bytes of a step's batch that reach a node over the NICs that collectives use, on average; 0 where none do. */
    double nicBatchBytes() {
        if (storage == null || !world.nics().used()) {
            return 0;
        }
        int link = world.nics().link(StorageSystem.Direction.READ);
        return path.stages().stream()
                .filter(stage -> stage.link() == link)
                .mapToDouble(stage -> stage.perByte() * batchBytes / nodes)
                .sum();
    }

    /** How much the buffer wants. */
    enum Want {
        /** As much as comes: the buffer is not full. */
        ALL,
        /** What the steps take: the buffer is full at every start. */
        DEMAND,
        /** Nothing: the buffer is full and no step runs. */
        NOTHING
    }

    private DataFeed(World world, StorageSystem storage, Loader loader, double batchBytes, Training job, long step) {
        Data data = job.data().orElseThrow();
        this.world = world;
        detail = LoaderDetail.of(world, job, data, step * 1e-9);
        flows = world.flows();
        this.storage = storage;
        origin = data.importedFrom().map(world::storage).orElse(null);
        this.loader = loader;
        this.batchBytes = batchBytes;
        nodes = world.cluster().nodes();
        bufferBytes = batchBytes * data.prefetch().value();
        readyBytes = data.firstBatch() == Data.FirstBatch.READY ? batchBytes : 0;
        demandBytesPerSec = batchBytes / (step * 1e-9) / nodes;
        reading = loader.reading(nodes, demandBytesPerSec * nodes);
        path = pathIn(1);
    }

    private DataFeed() {
        world = null;
        flows = null;
        storage = null;
        origin = null;
        loader = null;
        detail = null;
        nodes = 0;
        batchBytes = 0;
        bufferBytes = 0;
        readyBytes = 0;
        demandBytesPerSec = 0;
        reading = null;
    }

    /** No data at all: steps never wait. */
    static DataFeed none() {
        return new DataFeed();
    }

    /** The feed of {@code job} whose undisturbed step lasts {@code stepNanos}. */
    static DataFeed of(World world, Training job, Data data, long stepNanos) {
        double sample = data.sampleBytes(job.batch().sequence().value());
        double batch = sample * job.batch().global().value();
        Loader loader = Loader.of(world, job.name(), data, sample);
        return new DataFeed(world, world.storage(data.from()), loader, batch, job, stepNanos);
    }

    private ReadPath pathIn(long number) {
        ReadPath fresh = ReadPath.of(flows, nodes);
        loader.read(fresh, demandBytesPerSec);
        storage.read(reading.in(number), fresh);
        if (number == 1 && origin != null) {
            origin.read(reading.in(1), fresh);
        }
        detail.read(fresh, number);
        return fresh;
    }

    double batchBytes() {
        return batchBytes;
    }

    double bufferBytes() {
        return bufferBytes;
    }

    double readyBytes() {
        return readyBytes;
    }

    /** Rate that all nodes together need for steps without a wait, in bytes per second. */
    double demandBytesPerSec() {
        return demandBytesPerSec * nodes;
    }

    /** Starts to read where a job of {@code steps} steps stands; the handler hears of every change of the rate. */
    void open(Attempt newAttempt, EventHandler rateChanged, long steps) {
        if (storage == null) {
            return;
        }
        attempt = newAttempt;
        listener = rateChanged;
        want = Want.ALL;
        epochTimer = -1;
        double position = steps * batchBytes;
        if (reading.datasetBytes() < Double.POSITIVE_INFINITY) {
            epoch = 1 + (long) (position / reading.datasetBytes());
            readBefore = position - (epoch - 1) * reading.datasetBytes();
            path = pathIn(epoch);
            settled = false;
        }
        start();
    }

    private void start() {
        stream = attempt.startStream(path.stream(cap()), this::rateMoved, 0);
    }

    private void rateMoved(long payload) {
        long now = world.simulation().nowNanos();
        planEpochEnd(now);
        listener.fire(0);
    }

    private void planEpochEnd(long nowNanos) {
        if (epochTimer >= 0) {
            world.simulation().cancel(epochTimer);
            epochTimer = -1;
        }
        double rate = rateBytesPerSec();
        if (settled || rate <= 0 || reading.datasetBytes() == Double.POSITIVE_INFINITY) {
            return;
        }
        double left = reading.datasetBytes() - readBefore - flows.movedBytes(stream) * nodes;
        double seconds = Math.max(0, left) / rate;
        if (seconds < 9e9) {
            long at = Math.addExact(nowNanos, Math.max(1, Simulation.nanos(seconds)));
            epochTimer = attempt.at(at, Rank.FLOW_END, this::epochEnds, 0);
        }
    }

    private void epochEnds(long payload) {
        epochTimer = -1;
        readBefore += flows.movedBytes(stream) * nodes - reading.datasetBytes();
        epoch++;
        ReadPath next = pathIn(epoch);
        settled = next.runsLike(path);
        if (!settled) {
            readBefore = Math.max(0, readBefore);
            path = next;
            flows.cancel(stream);
            start();
        }
    }

    /** Changes how much is read. */
    void want(Want now) {
        if (storage != null && now != want) {
            want = now;
            flows.setCap(stream, cap());
        }
    }

    private double cap() {
        double own = path.nodeLimitBytesPerSec();
        return switch (want) {
            case ALL -> own;
            case DEMAND -> Math.min(own, demandBytesPerSec);
            case NOTHING -> 0;
        };
    }

    /** The rate of all nodes together, in bytes per second. */
    double rateBytesPerSec() {
        return flows.rate(stream) * nodes;
    }

    /**
     * Why a stream is slow.
     *
     * @param state the state of a GPU that waits for it
     * @param interference share of the wait that checkpoint writes cause: with need n and shortage s(r) = max(0, 1 - r/n), it is (s(r with
     *     them) - s(r without)) / s(r with)
     */
    record Shortage(LedgerState state, double interference) {
        static final Shortage NONE = new Shortage(LedgerState.IN_STORAGE_BW, 0);
    }

    /** What holds the stream back now; whatever else uses its links is the job's own saves. */
    Shortage shortage() {
        ReadPath.Stage alone = path.narrowest();
        if (alone == null) {
            return Shortage.NONE;
        }
        ReadPath.Stage holding = path.holding(flows.bottleneck(stream));
        double with = shortageAt(flows.rate(stream));
        double without = shortageAt(Math.min(cap(), path.aloneBytesPerSec(alone) / nodes));
        if (holding == null || holding.link() < 0 || with - without <= 1e-12) {
            return new Shortage(holding == null ? alone.state() : holding.state(), 0);
        }
        // What would be short without the saves waits for the stage that binds then.
        return new Shortage(without > 0 ? alone.state() : holding.state(), (with - without) / with);
    }

    private double shortageAt(double bytesPerSec) {
        return Math.max(0, 1 - bytesPerSec / demandBytesPerSec);
    }

    /** Tells the world what the data pass, and how to widen each kind of stage. */
    void describe(String job) {
        if (storage == null) {
            return;
        }
        Map<LedgerState, ReadPath.Stage> narrow = new LinkedHashMap<>();
        for (ReadPath.Stage stage : path.stages()) {
            narrow.merge(stage.state(), stage, (a, b) -> b.aloneBytesPerSec() < a.aloneBytesPerSec() ? b : a);
        }
        world.onEnd(end -> world.describe(new InputPath(job, demandBytesPerSec(), path, bufferBytes, course)));
        narrow.forEach((state, stage) -> world.explain(new Explanation(job, state, stage.where(), stage.remedy())));
    }

    /** The buffer holds {@code bufferedBytes} at a change of the rate. */
    void note(double bufferedBytes) {
        if (course.size() < MOST_POINTS) {
            double whole = Math.floor(bufferedBytes / batchBytes + 1e-9) * batchBytes;
            course.add(new InputPath.Point(world.simulation().nowNanos(), rateBytesPerSec(), whole));
        }
    }

    /** What people should know of the path: the caches' hits. */
    List<String> notes() {
        if (storage == null) {
            return List.of();
        }
        boolean again = reading.datasetBytes() < Double.POSITIVE_INFINITY;
        return again ? pathIn(2).notes() : path.notes();
    }

    /** Name of the storage that is read, or empty. */
    String storageName() {
        return storage == null ? "" : storage.name();
    }
}
