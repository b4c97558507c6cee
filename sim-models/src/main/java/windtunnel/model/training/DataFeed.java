package windtunnel.model.training;

import windtunnel.core.engine.EventHandler;
import windtunnel.core.flow.FlowNetwork;
import windtunnel.model.Attempt;
import windtunnel.model.LedgerState;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;

/**
 * The stream of training data of one job: all its nodes read alike, as one class of flows on the storage's links.
 *
 * <p>A node's rate is the least of the storage's fair share, its client cap, and what its loader's workers decode:
 * {@code min(W, cores / GPUs) / t_decode} samples a second and GPU (errata E22).
 */
final class DataFeed {
    private final FlowNetwork flows;
    private final StorageSystem storage;
    private final int nodes;
    private final double batchBytes;
    private final double bufferBytes;
    private final double readyBytes;
    private final double decodeBytesPerSec;
    private final double demandBytesPerSec;
    private long stream = -1;
    private Want want = Want.ALL;

    /** How much the buffer wants. */
    enum Want {
        /** As much as comes: the buffer is not full. */
        ALL,
        /** What the steps take: the buffer is full at every start. */
        DEMAND,
        /** Nothing: the buffer is full and no step runs. */
        NOTHING
    }

    private DataFeed(
            World world, StorageSystem storage, int nodes, double batchBytes, Data data, double decode, long step) {
        flows = world.flows();
        this.storage = storage;
        this.nodes = nodes;
        this.batchBytes = batchBytes;
        bufferBytes = batchBytes * data.prefetch().value();
        readyBytes = data.firstBatch() == Data.FirstBatch.READY ? batchBytes : 0;
        decodeBytesPerSec = decode;
        demandBytesPerSec = batchBytes / (step * 1e-9) / nodes;
    }

    private DataFeed() {
        flows = null;
        storage = null;
        nodes = 0;
        batchBytes = 0;
        bufferBytes = 0;
        readyBytes = 0;
        decodeBytesPerSec = 0;
        demandBytesPerSec = 0;
    }

    /** No data at all: steps never wait. */
    static DataFeed none() {
        return new DataFeed();
    }

    /** The feed of {@code job} whose undisturbed step lasts {@code stepNanos}. */
    static DataFeed of(World world, Training job, Data data, int nodes, long stepNanos) {
        double sample = data.sampleBytes(job.batch().sequence().value());
        double batch = sample * job.batch().global().value();
        return new DataFeed(
                world, world.storage(data.from()), nodes, batch, data, decodeRate(world, data, sample), stepNanos);
    }

    /** Bytes a second that one node's workers decode; infinite when decoding takes no time. */
    private static double decodeRate(World world, Data data, double sampleBytes) {
        if (data.decode().seconds() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        int gpus = world.cluster().gpusPerNode();
        double workers = data.workers().value();
        double busy = world.cluster()
                .node()
                .cores()
                .map(cores -> Math.min(workers, cores.value().value() / (double) gpus))
                .orElse(workers);
        return busy / data.decode().seconds() * sampleBytes * gpus;
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

    /** Starts to read; the handler hears of every change of the rate. */
    void open(Attempt attempt, EventHandler rateChanged) {
        if (storage != null) {
            want = Want.ALL;
            stream = attempt.startStream(storage.transfer(nodes, 0, decodeBytesPerSec), rateChanged, 0);
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
        double own = Math.min(decodeBytesPerSec, storage.clientBytesPerSec());
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

    /** What holds the stream back now; whatever else uses the storage's link is the job's own saves. */
    Shortage shortage() {
        int link = flows.bottleneck(stream);
        if (link < 0 && decodeBytesPerSec <= storage.clientBytesPerSec()) {
            return new Shortage(LedgerState.IN_CPU, 0);
        }
        LedgerState state = storage.waitingState(link);
        double with = shortageAt(flows.rate(stream));
        double without = shortageAt(Math.min(cap(), storage.totalBytesPerSec() / nodes));
        boolean shared = state == LedgerState.IN_STORAGE_BW && with > without;
        return new Shortage(state, shared ? (with - without) / with : 0);
    }

    private double shortageAt(double bytesPerSec) {
        return Math.max(0, 1 - bytesPerSec / demandBytesPerSec);
    }

    /** What would remove a shortage. */
    String remedy() {
        return storage == null ? "" : storage.remedy(demandBytesPerSec());
    }

    /** Name of the storage that is read, or empty. */
    String storageName() {
        return storage == null ? "" : storage.name();
    }
}
