package windtunnel.scenario.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.BandwidthPerCapacity;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Assumptions;
import windtunnel.model.Cluster;
import windtunnel.model.ClusterSpec;
import windtunnel.model.Disruption;
import windtunnel.model.Fabric;
import windtunnel.model.FitsCluster;
import windtunnel.model.Storage;
import windtunnel.model.StorageSystem;
import windtunnel.model.Workload;
import windtunnel.model.World;
import windtunnel.model.hardware.GpuSku;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;

/** Kinds that use every rule of the reader, so that its tests do not move with the models. */
public final class TestKinds {
    /** The kinds. */
    public static final List<Kinds.Kind> ALL = List.of(
            new Kinds.Kind(Fabric.class, "rail-optimised", Rails.class, "One leaf per rail."),
            new Kinds.Kind(Fabric.class, "star", Star.class, "One switch."),
            new Kinds.Kind(windtunnel.model.Collective.class, "ring", windtunnel.model.collective.Ring.class, "Rings."),
            new Kinds.Kind(windtunnel.model.Collective.class, "nccl", windtunnel.model.collective.Nccl.class, "NCCL."),
            new Kinds.Kind(Storage.class, "lustre", Disk.class, "A file system."),
            new Kinds.Kind(Workload.class, "training", Job.class, "A job."),
            new Kinds.Kind(Disruption.class, "spot-eviction", Spot.class, "Nodes are taken away."),
            new Kinds.Kind(Disruption.class, "link-degraded", Slow.class, "A link is slow."));

    /** A scenario without any mistake, in which every rule is used. */
    public static final String BASE = """
            name: base
            seed: 7
            replications: 3
            start: 2027-01-04T08:00Z
            horizon: 90 d
            cluster:
              nodes: { count: 64, sku: aws-p5-48xlarge, market: spot }
              fabric: { kind: rail-optimised, link: ndr400, oversubscription: 2 }
              storage:
                - { kind: lustre, name: fs, capacity: 96 TiB, tier: 125 MB/s per TiB }
                - { kind: lustre, name: scratch, capacity: 4 TiB, tier: 500 MB/s per TiB }
            workloads:
              - kind: training
                name: pretrain
                tokens: 1.0 T
                from: fs
                batch: { global: 1024, sequence: 8192 }
                checkpoint: { every: 30 min, mode: async, final-save: true }
                gpu: { use: h100-sxm-80gb, memory: 94 GB }
                labels: { team: research, "cost.centre": "4711" }
              - kind: training
                name: finetune
                tokens: 10 G
                from: scratch
                batch: { global: 64 }
            disruptions:
              - { kind: spot-eviction, rate: 0.05 per node-hour, notice: 120 s }
              - { kind: link-degraded, link: node-3/nic-0, factor: 0.5 }
            prices: { use: aws-us-east-2-2026-08, override: { aws-p5-48xlarge: $90/h }, discount: 10 % }
            goals: { deadline: 30 d, budget: 3 M$, probability: 0.9 }
            expect:
              - { metric: pretrain.goodput, at-least: 0.85 }
              - { metric: run.cost, at-most: 3 M$, statistic: p90 }
            axes:
              cluster.nodes.market: [spot, on-demand]
              workloads.pretrain.batch.global: [1024, 2048, 4096]
            detail: step
            fidelity: fluid
            notes: nothing
            """;

    private TestKinds() {}

    /** A reader with these kinds and the program's library. */
    static ScenarioReader reader() {
        return new ScenarioReader(ALL, Catalog.builtIn(), false);
    }

    /** A fabric with a tagged default. */
    public record Rails(
            @Key(doc = "Link of the fabric; by default that of the nodes.", example = "ndr400")
            Optional<LinkSku> link,

            @Key(
                    doc = "Bandwidth into a leaf per bandwidth out of it.",
                    def = "1",
                    tag = "assumed",
                    source = "a test, 2026-11-24")
            Count oversubscription)
            implements Fabric {
        @Override
        public Cluster build(ClusterSpec.Nodes nodes, Assumptions assumptions) {
            throw new UnsupportedOperationException("not run");
        }
    }

    /** A fabric that needs a value. */
    public record Star(
            @Key(doc = "Bandwidth of a port.", example = "50 GB/s")
            Bandwidth port) implements Fabric {
        @Override
        public Cluster build(ClusterSpec.Nodes nodes, Assumptions assumptions) {
            throw new UnsupportedOperationException("not run");
        }
    }

    /** A storage. */
    public record Disk(
            @Key(doc = "Name.", def = "fs") String name,
            @Key(doc = "Size.", example = "96 TiB") Bytes capacity,

            @Key(doc = "Speed.", example = "125 MB/s per TiB")
            BandwidthPerCapacity tier)
            implements Storage, Checked {
        @Override
        public void check(Issues issues) {
            issues.check(capacity.value() > 0, "capacity", "needs some capacity");
            if (capacity.value() % (1L << 40) != 0) {
                issues.warn("capacity", "is no whole number of TiB");
            }
        }

        @Override
        public List<String> priceItems() {
            return List.of("fsx-lustre-persistent-2/125");
        }

        @Override
        public StorageSystem attach(World world) {
            throw new UnsupportedOperationException("not run");
        }
    }

    /** A nested record whose constructor refuses some values. */
    public record Batch(
            @Key(doc = "Samples of a step.", example = "1024")
            Count global,

            @Key(doc = "Samples of a microbatch.", def = "1")
            Count micro,

            @Key(doc = "Tokens of a sequence.", def = "1") Count sequence) {
        /** Checks that a step has samples. */
        public Batch {
            if (global.value() == 13) {
                throw new IllegalArgumentException("thirteen samples bring bad luck");
            }
            if (global.value() == 14) {
                throw new IllegalStateException("boom");
            }
        }
    }

    /** A nested record with an enum, a flag and text grammar. */
    public record Save(
            @Key(doc = "When to save.", example = "30 min") TimeSpan every,

            @Key(doc = "When training goes on.", def = "sync")
            Mode mode,

            @Key(doc = "Whether to save at the end.", def = "false")
            boolean finalSave) {
        /** When training goes on. */
        public enum Mode {
            /** After the save. */
            SYNC,
            /** At once. */
            ASYNC,
            /** On one rank. */
            RANK_ZERO
        }
    }

    /** A workload. */
    public record Job(
            @Key(doc = "Name.", def = "train") String name,
            @Key(doc = "Work.", example = "1 T") Count tokens,
            @Key(doc = "Name of a storage.", example = "fs") Optional<String> from,
            @Key(doc = "Samples.") Batch batch,
            @Key(doc = "How to save.") Optional<Save> checkpoint,
            @Key(doc = "GPU in place of the node's.") Optional<GpuSku> gpu,
            @Key(doc = "Words for reports.", def = "{}") Map<String, String> labels,

            @Key(doc = "Share of time.", def = "85 %", tag = "assumed", source = "a test")
            Sourced<Fraction> share,

            @Key(doc = "Retries.", def = "0") int retries)
            implements Workload, Checked, FitsCluster {
        @Override
        public void check(Issues issues) {
            issues.check(tokens.value() > 0, "tokens", "is no work");
            issues.check(
                    Math.multiplyExact(batch.global().value(), batch.sequence().value()) > 0,
                    "batch.sequence",
                    "is no step");
        }

        @Override
        public void check(ClusterSpec cluster, Issues issues) {
            from.ifPresent(name -> issues.check(
                    cluster.storage().stream()
                            .anyMatch(storage -> storage.name().equals(name)),
                    "from",
                    "'" + name + "' is no storage of the cluster"));
        }

        @Override
        public void attach(World world) {
            throw new UnsupportedOperationException("not run");
        }
    }

    /** A disruption. */
    public record Spot(
            @Key(doc = "How often.", example = "0.05 per node-hour")
            EventRate rate,

            @Key(doc = "Warning time.", def = "0 s") TimeSpan notice)
            implements Disruption {
        @Override
        public void attach(World world) {
            throw new UnsupportedOperationException("not run");
        }
    }

    /** Another disruption. */
    public record Slow(
            @Key(doc = "Which link.", example = "node-3/nic-0")
            String link,

            @Key(doc = "What is left.", example = "0.5") Fraction factor)
            implements Disruption {
        @Override
        public void attach(World world) {
            throw new UnsupportedOperationException("not run");
        }
    }
}
