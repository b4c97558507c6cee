package windtunnel.model.fabric.congestion;

import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * The kernel's TCP on a NIC: n sockets, each at most what a core moves and what its window allows in a round trip.
 *
 * <p>Rate of a NIC: min(b C / (1 + x), n min(core, window / round trip)), with the model's b for long messages and x = 0.05 bytes of
 * acknowledgements that compete with data the other way, since collectives send and receive at once.
 */
public record Tcp(
        @Key(
                doc = "Constants of the fluid model: 'cm02', 'lv08' or 'smpi'.",
                def = "lv08",
                tag = "vendor",
                source = "SimGrid's default, docs/source/Models.rst at 12a63c78")
        TcpModel model,

        @Key(
                doc = "Sockets of a NIC that carry data at once.",
                def = "8",
                tag = "assumed",
                source = "NCCL opens NCCL_SOCKET_NTHREADS x NCCL_NSOCKS_PERTHREAD a channel; no measurement")
        Count sockets,

        @Key(
                doc = "What one core moves over one socket.",
                def = "2.5 GB/s",
                tag = "assumed",
                source = "2.5 to 3 GB/s are usual with large segments; no measurement")
        Bandwidth perSocket,

        @Key(
                doc = "Largest window of a socket.",
                def = "4 MiB",
                tag = "vendor",
                source = "SimGrid's network/TCP-gamma, 4194304 B, at 12a63c78")
        Bytes window,

        @Key(
                doc = "Round trip of a short message from NIC to NIC, both kernels included.",
                def = "100 us",
                tag = "assumed",
                source = "twice 50 us from kernel to kernel; no measurement",
                example = "2 ms")
        TimeSpan roundTrip,

        @Key(
                doc = "Whether acknowledgements compete with data the other way.",
                def = "true",
                tag = "vendor",
                source = "SimGrid's network/crosstraffic, 5 %, at 12a63c78")
        boolean crossTraffic)
        implements Checked {
    /** Every key at its default. */
    public static final Tcp USUAL =
            new Tcp(TcpModel.LV08, new Count(8), new Bandwidth(2.5e9), new Bytes(4L << 20), new TimeSpan(100e-6), true);

    @Override
    public void check(Issues issues) {
        issues.check(sockets.value() >= 1 && sockets.value() <= 65_536, "sockets", "must be from 1 to 65536");
        issues.check(perSocket.bytesPerSec() > 0, "per-socket", "must be above 0");
        issues.check(window.value() > 0, "window", "must be above 0");
        issues.check(
                roundTrip.seconds() > 0 && roundTrip.seconds() <= 60, "round-trip", "must be above 0, at most 60 s");
    }

    /** Share of the line rate that data gets. */
    public double goodput() {
        return model.bulk() / (crossTraffic ? 1 + TcpModel.CROSS_TRAFFIC : 1);
    }

    /** What all sockets together can carry, in bytes per second. */
    public double socketsBytesPerSec() {
        return sockets.value() * Math.min(perSocket.bytesPerSec(), window.value() / roundTrip.seconds());
    }

    /** Latency of one end: a quarter of the round trip. */
    public double endSeconds() {
        return roundTrip.seconds() / 4;
    }
}
