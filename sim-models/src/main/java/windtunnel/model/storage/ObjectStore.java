package windtunnel.model.storage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import windtunnel.core.flow.Transfer;
import windtunnel.core.measure.Usage;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Numbers;
import windtunnel.core.unit.OperationRate;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Change;
import windtunnel.model.ClusterSpec;
import windtunnel.model.FitsCluster;
import windtunnel.model.LedgerState;
import windtunnel.model.ReadPath;
import windtunnel.model.Reading;
import windtunnel.model.Storage;
import windtunnel.model.StorageSystem;
import windtunnel.model.World;
import windtunnel.model.cost.CostModel;
import windtunnel.model.hardware.ObjectSku;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * An object store: requests that each wait for their first byte, over connections of a bounded rate, within the limits of an
 * account.
 *
 * <p>A connection that asks for s bytes at a time moves {@code s / (L + s / r)} bytes a second, L the mean wait for the first
 * byte and r the rate of the stream; L is lognormal, {@code L = median exp(sigma^2 / 2)}, {@code sigma = ln(p99 / median) / 2.326}.
 * A node with k connections gets k times that. All nodes share what the account may read, write and ask for a second. It stops
 * holding where refused requests are tried again at a cost, and for stores that spread load over partitions only slowly.
 */
public record ObjectStore(
        @Key(doc = "Name by which workloads refer to it.", def = "objects", example = "bucket")
        String name,

        @Key(doc = "The service whose account limits hold; those given here win.")
        Optional<ObjectSku> sku,

        @Key(
                doc = "What its use is priced as: X by stored bytes, X/read and X/write by requests.",
                example = "azure-blob-lrs/hot")
        String item,

        @Key(doc = "Bytes that are stored and paid.", example = "100 TB")
        Bytes stored,

        @Key(
                doc = "Median time from a request to its first byte.",
                def = "15 ms",
                tag = "assumed",
                source = "typical of object stores in the same region; no measurement seen")
        TimeSpan firstByte,

        @Key(
                doc = "Time to the first byte that 1 % of the requests exceed.",
                def = "120 ms",
                tag = "assumed",
                source = "eight times the median; no measurement seen")
        TimeSpan firstByteP99,

        @Key(
                doc = "Rate of one connection once bytes flow.",
                def = "60 MB/s",
                tag = "assumed",
                source = "typical of one TCP stream to an object store; no measurement seen")
        Bandwidth connection,

        @Key(
                doc = "Connections that one node keeps busy.",
                def = "64",
                tag = "assumed",
                source = "8 GPUs of 4 loader workers, two each")
        Count connections,

        @Key(
                doc = "Bytes that one request asks for; a smaller file is one request.",
                def = "8 MiB",
                tag = "assumed",
                source = "part size of common clients")
        Bytes request,

        @Key(doc = "Fastest that all nodes together read; by default the service's.")
        Optional<Bandwidth> egress,

        @Key(doc = "Fastest that all nodes together write; by default the service's.")
        Optional<Bandwidth> ingress,

        @Key(doc = "Requests a second of all nodes together; by default the service's.", example = "20 kop/s")
        Optional<OperationRate> requests,

        @Key(
                doc =
                        "Network over which nodes reach it: 'front-end', or 'fabric' for the NICs that collectives use too; by default the front end where nodes have one.",
                example = "fabric")
        Optional<ClientNetwork> network,

        @Key(
                doc =
                        "Round trip between a node and it; by default as long as to another node. Counts with 'network: fabric' and TCP.",
                example = "2 ms")
        Optional<TimeSpan> roundTrip)
        implements Storage, Checked, FitsCluster {
    /** Standard normal deviate that 1 % exceed. */
    private static final double P99 = 2.3263478740408408;
    /** An account without a limit. */
    private static final double UNLIMITED = 1e18;

    @Override
    public void check(Issues issues) {
        issues.check(connections.value() >= 1, "connections", "a node needs at least one connection");
        issues.check(request.value() >= 1, "request", "a request asks for at least one byte");
        issues.check(firstByte.seconds() > 0, "first-byte", "some time passes before the first byte");
        issues.check(
                firstByteP99.seconds() >= firstByte.seconds(), "first-byte-p99", "is below the median, first-byte");
    }

    @Override
    public void check(ClusterSpec cluster, Issues issues) {
        ClientLink.check(network, roundTrip, cluster, issues);
    }

    /** Mean of the lognormal time to the first byte, in seconds. */
    double meanFirstByteSeconds() {
        double sigma = StrictMath.log(firstByteP99.seconds() / firstByte.seconds()) / P99;
        return firstByte.seconds() * StrictMath.exp(sigma * sigma / 2);
    }

    /** Rate of one connection that asks for {@code bytes} at a time, in bytes per second. */
    double connectionBytesPerSec(double bytes) {
        return bytes / (meanFirstByteSeconds() + bytes / connection.bytesPerSec());
    }

    /** Requests for one byte of files of {@code fileBytes}. */
    double requestsPerByte(double fileBytes) {
        double one = 1.0 / request.value();
        return fileBytes == Double.POSITIVE_INFINITY ? one : Math.ceil(fileBytes * one) / fileBytes;
    }

    @Override
    public List<String> priceItems() {
        return List.of(item, item + "/read", item + "/write");
    }

    private static <T> Optional<T> limit(World world, Optional<T> own, Optional<Sourced<T>> service, String key) {
        return own.or(() -> service.map(limit -> world.assumptions().read(key, limit)));
    }

    @Override
    public StorageSystem attach(World world) {
        String key = "storage." + name + ".";
        double out = limit(world, egress, sku.flatMap(ObjectSku::egress), key + "egress")
                .map(Bandwidth::bytesPerSec)
                .orElse(UNLIMITED);
        double in = limit(world, ingress, sku.flatMap(ObjectSku::ingress), key + "ingress")
                .map(Bandwidth::bytesPerSec)
                .orElse(UNLIMITED);
        double asks = limit(world, requests, sku.flatMap(ObjectSku::requests), key + "requests")
                .map(OperationRate::perSec)
                .orElse(UNLIMITED);
        int[] links = {
            world.flows().addLink(name + " read", out),
            world.flows().addLink(name + " write", in),
            world.flows().addLink(name + " requests", asks)
        };
        Running running = new Running(this, world, links, ClientLink.of(world, network, roundTrip));
        world.onEnd(running::close);
        return running;
    }

    /** The store of one run; links are read, write and requests. */
    private record Running(ObjectStore kind, World world, int[] links, ClientLink link) implements StorageSystem {
        @Override
        public String name() {
            return kind.name;
        }

        @Override
        public boolean billsRequests() {
            return true;
        }

        private double nodeBytesPerSec(double bytesAtATime) {
            return kind.connections.value() * kind.connectionBytesPerSec(bytesAtATime);
        }

        @Override
        public Transfer transfer(
                Direction direction, int clients, double bytesPerClient, double capPerClientBytesPerSec) {
            double own = Math.min(link.bytesPerSec(), nodeBytesPerSec(kind.request.value()));
            int way = direction == Direction.READ ? links[0] : links[1];
            double[] units = {1, kind.requestsPerByte(Double.POSITIVE_INFINITY)};
            double cap = Math.min(capPerClientBytesPerSec, own);
            return link.over(
                    new Transfer(bytesPerClient, 0, 1, cap, clients, new int[] {way, links[2]}, units), direction);
        }

        @Override
        public double totalBytesPerSec(Direction direction) {
            double way = world.flows().capacity(direction == Direction.READ ? links[0] : links[1]);
            return Math.min(way, world.flows().capacity(links[2]) * kind.request.value());
        }

        @Override
        public void read(Reading reading, ReadPath path) {
            double atATime = Math.min(kind.request.value(), reading.fileBytes());
            link.read(path, link.bytesPerSec(), kind.name);
            path.limit(nodeBytesPerSec(atATime), LedgerState.IN_OBJECT, connectionsAdvice(reading, atATime));
            path.cross(
                    links[0],
                    1,
                    LedgerState.IN_OBJECT,
                    limitAdvice("account's reads", "egress", Numbers.bandwidth(reading.neededBytesPerSec())));
            double perByte = kind.requestsPerByte(reading.fileBytes());
            double needed = Math.ceil(reading.neededBytesPerSec() * perByte * (1 - 1e-12));
            path.cross(
                    links[2],
                    perByte,
                    LedgerState.IN_OBJECT,
                    limitAdvice("account's requests", "requests", Numbers.significant(needed, 9) + " op/s"));
        }

        private ReadPath.Advice connectionsAdvice(Reading reading, double atATime) {
            double node = reading.neededBytesPerSec() / reading.nodes();
            long needed = (long) Math.ceil(node / kind.connectionBytesPerSec(atATime) * (1 - 1e-12));
            return new ReadPath.Advice(
                    kind.name + ", a node's connections",
                    needed + " busy connections a node are needed, or larger requests",
                    List.of(new Change(
                            kind.name,
                            Map.of("connections", Long.toString(needed)),
                            needed + " connections to " + kind.name + " a node")));
        }

        private ReadPath.Advice limitAdvice(String what, String key, String needed) {
            return new ReadPath.Advice(
                    kind.name + ", " + what,
                    needed + " are needed: ask for a higher limit, or spread the data over accounts",
                    List.of(new Change(kind.name, Map.of(key, needed), kind.name + " with " + key + " of " + needed)));
        }

        private void close(long endNanos) {
            double read = world.flows().carriedBytes(links[0]);
            double written = world.flows().carriedBytes(links[1]);
            double asked = world.flows().carriedBytes(links[2]);
            double writes = Math.ceil(written / kind.request.value());
            world.recorder().record(kind.name, Lustre.BYTES, read + written);
            double possible = Math.min(world.flows().capacity(links[0]), UNLIMITED) * (endNanos * 1e-9);
            world.recorder().record(kind.name, Lustre.UTILISATION, possible > 0 ? Math.min(1, read / possible) : 0);
            world.usage().add(meter(CostModel.STORED, kind.item), kind.stored.value(), endNanos);
            count(kind.item + "/read", Math.max(0, asked - writes));
            count(kind.item + "/write", writes);
        }

        private void count(String priced, double requests) {
            BigDecimal whole = new BigDecimal(requests).setScale(0, RoundingMode.CEILING);
            if (whole.signum() > 0) {
                world.usage().add(meter(CostModel.REQUESTS, priced), whole.toBigInteger());
            }
        }

        private static Usage.Key meter(String meter, String priced) {
            return new Usage.Key(meter, priced, "", "", "");
        }
    }
}
