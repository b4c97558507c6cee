package windtunnel.model.training;

import java.util.List;
import windtunnel.core.unit.Count;
import windtunnel.model.Assumptions;
import windtunnel.model.ClusterSpec;
import windtunnel.model.World;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.MemoryModel;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.compute.Precision;
import windtunnel.model.hardware.GpuSku;
import windtunnel.model.key.Issues;
import windtunnel.model.training.elastic.Elastic;

/** Whether the groups of an elastic job fit its cluster and its model. */
record ElasticFit(Training job, Elastic elastic, ClusterSpec cluster) {

    /** The groups of an elastic job that is known to fit. */
    static Groups groups(World world, Training job) {
        Elastic rules = job.elastic().orElseThrow();
        int nodes = world.cluster().nodes();
        int unit = (int) unit(job, rules, world.cluster().gpusPerNode());
        return new Groups(
                world.machines(),
                nodes,
                unit,
                (int) most(rules, nodes, unit),
                rules.heal().isPresent());
    }

    /** Nodes of a group. */
    private static long unit(Training job, Elastic rules, int gpusPerNode) {
        long replica = (job.parallel().modelGpus() + gpusPerNode - 1) / gpusPerNode;
        return rules.unit().map(Count::value).orElse(replica);
    }

    private static long most(Elastic rules, long nodes, long unit) {
        return Math.min(rules.max().map(Count::value).orElse(Long.MAX_VALUE), nodes / unit);
    }

    /** Says what does not fit. */
    void check(Issues issues) {
        int perNode = (int) (cluster.nodes().gpus() / cluster.nodes().count().value());
        long nodes = cluster.nodes().count().value();
        long unit = unit(job, elastic, perNode);
        if (unit < 1 || elastic.min().value() < 1) {
            return;
        }
        long most = most(elastic, nodes, unit);
        if (most < elastic.min().value()) {
            issues.error(
                    "elastic.min",
                    "asks for " + elastic.min().value() + (elastic.min().value() == 1 ? " group" : " groups") + " of "
                            + unit + (unit == 1 ? " node" : " nodes") + "; the cluster of " + nodes + " has " + most);
            return;
        }
        long replica = job.parallel().modelGpus();
        if (unit * perNode % replica != 0) {
            issues.error(
                    "elastic.unit",
                    "a group of " + unit + " nodes has " + unit * perNode + " GPUs, which replicas of " + replica
                            + " GPUs (tensor x context x pipeline) do not fill");
            return;
        }
        issues.check(
                elastic.policy() != Elastic.Policy.REDUNDANT || unit > 1,
                "elastic.policy",
                "redundant needs groups of at least two nodes, one of which can compute for the other");
        if (job.model().isPresent() && job.step().isEmpty()) {
            checkLayouts(unit * perNode / replica, most, issues);
        }
    }

    private void checkLayouts(long replicasPerGroup, long most, Issues issues) {
        ModelShape shape = job.model().orElseThrow().shape();
        long least = elastic.min().value();
        MemoryReport tight = null;
        for (long groups = least; groups <= most && elastic.moves(); groups++) {
            Layout layout = layout((int) (replicasPerGroup * groups));
            List<String> problems = layout.validate(shape);
            if (!problems.isEmpty()) {
                issues.error("elastic", "with " + groups + " groups: " + problems.get(0));
                return;
            }
            if (groups == least || tight != null) {
                MemoryReport memory = memory(shape, layout);
                if (memory == null || memory.overBytes() <= 0) {
                    issues.check(
                            tight == null,
                            "elastic.min",
                            "must be at least " + groups + ": with " + least + ", "
                                    + (tight == null ? "" : OutOfMemory.demand(tight)));
                    tight = null;
                } else if (groups == least) {
                    tight = memory;
                }
            }
        }
    }

    /** The layout of so many replicas, with the smallest batch that they divide. */
    private Layout layout(int replicas) {
        long each = replicas * job.batch().micro().value();
        long global = (job.batch().global().value() + each - 1) / each * each;
        return job.parallel()
                .layoutOf(
                        replicas,
                        new Batch(
                                new Count(global),
                                job.batch().micro(),
                                job.batch().sequence()));
    }

    /** Memory of a layout, or null where the library does not know the GPU at this precision. */
    private MemoryReport memory(ModelShape shape, Layout layout) {
        GpuSku gpu = cluster.nodes().sku().gpu();
        Precision precision = job.parallel().precision();
        return Devices.knows(gpu, precision)
                ? MemoryModel.report(
                        shape,
                        layout,
                        Devices.of(gpu, precision, new Assumptions()),
                        job.parallel().options())
                : null;
    }
}
