package windtunnel.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import windtunnel.model.Change;
import windtunnel.model.LedgerState;
import windtunnel.model.ReadPath;
import windtunnel.model.Reading;
import windtunnel.model.World;

/**
 * What the loader itself does to a job's data: workers decode samples on host cores, decoded samples are copied to GPUs.
 *
 * <p>A GPU's loader decodes {@code min(W, cores / GPUs) / t} samples a second (errata E22), t = time per sample + bytes / rate; a
 * node's copy moves {@code GPUs x host-to-device / expansion} stored bytes a second.
 */
record Loader(String job, Data data, double sampleBytes, int gpusPerNode, double coresPerGpu) {

    static Loader of(World world, String job, Data data, double sampleBytes) {
        int gpus = world.cluster().gpusPerNode();
        double cores = world.cluster()
                .node()
                .cores()
                .map(all -> all.value().value() / (double) gpus)
                .orElse(Double.POSITIVE_INFINITY);
        return new Loader(job, data, sampleBytes, gpus, cores);
    }

    /** How the nodes read, in the first epoch. */
    Reading reading(int nodes, double neededBytesPerSec) {
        double fileBytes = data.samplesPerFile()
                .map(samples -> samples.value() * sampleBytes)
                .orElse(Double.POSITIVE_INFINITY);
        double dataset =
                data.dataset().map(samples -> samples.value() * sampleBytes).orElse(Double.POSITIVE_INFINITY);
        return new Reading(
                nodes,
                neededBytesPerSec,
                dataset,
                fileBytes,
                (double) Math.max(1, data.workers().value()) * gpusPerNode,
                data.shardPartition() == Data.ShardPartition.RESHUFFLED,
                1);
    }

    /** Adds the loader's own limits, for nodes that each need {@code neededBytesPerSec}. */
    void read(ReadPath path, double neededBytesPerSec) {
        double seconds = data.decodeSeconds(sampleBytes);
        if (seconds > 0) {
            double busy = Math.min(Math.max(1, data.workers().value()), coresPerGpu);
            double rate = busy / seconds * sampleBytes * gpusPerNode;
            path.limit(rate, LedgerState.IN_CPU, decoding(neededBytesPerSec * seconds / sampleBytes / gpusPerNode));
        }
        data.hostToDevice().ifPresent(copy -> {
            double rate = copy.bytesPerSec() / data.expansion().value() * gpusPerNode;
            path.limit(
                    rate,
                    LedgerState.IN_H2D,
                    new ReadPath.Advice("copies from host to GPU", "pinned memory, or decoding on the GPU", List.of()));
        });
    }

    /** How to decode faster when each GPU keeps {@code busyWorkers} workers busy. */
    private ReadPath.Advice decoding(double busyWorkers) {
        List<Change> changes = new ArrayList<>();
        long workers = (long) Math.ceil(busyWorkers * (1 - 1e-12));
        if (workers <= coresPerGpu && workers > data.workers().value()) {
            changes.add(new Change(
                    job,
                    Map.of("data.workers", Long.toString(workers)),
                    workers + " loader workers a GPU instead of " + data.workers()));
        }
        return new ReadPath.Advice(
                "host CPUs", "more loader workers, cheaper decoding, or nodes with more cores", changes);
    }
}
