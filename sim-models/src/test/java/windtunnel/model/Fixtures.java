package windtunnel.model;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Flops;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.hardware.GpuSku;
import windtunnel.model.hardware.LinkSku;
import windtunnel.model.hardware.NodeSku;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.Tag;

/** Hardware made by hand, so that tests do not move with the library. */
public final class Fixtures {
    private Fixtures() {}

    /** A value that a test says. */
    public static <T> Sourced<T> of(T value) {
        return new Sourced<>(value, "a test", "2026-11-24", Tag.ASSUMED);
    }

    /** A link of a rate in bytes per second and a latency of crossing it once. */
    public static LinkSku link(String name, double bytesPerSec, double latencySeconds) {
        return new LinkSku(
                name,
                List.of(),
                of(new Bandwidth(bytesPerSec)),
                of(new Bandwidth(bytesPerSec)),
                of(new TimeSpan(latencySeconds)),
                "switch",
                List.of("LL", "LL128", "Simple"));
    }

    /** A GPU with an H100's numbers. */
    public static GpuSku gpu() {
        return new GpuSku(
                "gpu",
                List.of(),
                "hopper",
                of(new Bytes(80_000_000_000L)),
                of(new Bandwidth(3.35e12)),
                Optional.of(of(new Flops(989e12))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(of(new Flops(794.5e12))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A node of {@code gpus} GPUs and {@code nics} NICs. */
    public static NodeSku node(int gpus, LinkSku scaleUp, int nics, LinkSku nic) {
        return new NodeSku(
                "node",
                List.of(),
                "test",
                gpu(),
                of(new Count(gpus)),
                of(new Count(gpus)),
                scaleUp,
                of(new Count(nics)),
                Optional.ofNullable(nic),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same node in a scale-up domain of another size. */
    public static NodeSku domain(int gpus, NodeSku node) {
        return new NodeSku(
                node.name(),
                node.aliases(),
                node.cloud(),
                node.gpu(),
                node.gpus(),
                of(new Count(gpus)),
                node.scaleUp(),
                node.nics(),
                node.nic(),
                node.frontEnd(),
                node.cores(),
                node.hostMemory());
    }

    /** The same node with a front-end network. */
    public static NodeSku frontEnd(double bytesPerSec, NodeSku node) {
        return new NodeSku(
                node.name(),
                node.aliases(),
                node.cloud(),
                node.gpu(),
                node.gpus(),
                node.scaleUpDomain(),
                node.scaleUp(),
                node.nics(),
                node.nic(),
                Optional.of(of(new Bandwidth(bytesPerSec))),
                node.cores(),
                node.hostMemory());
    }

    /** So many of those nodes. */
    public static ClusterSpec.Nodes nodes(int count, NodeSku node) {
        return new ClusterSpec.Nodes(new Count(count), node, "on-demand", new Count(0));
    }
}
