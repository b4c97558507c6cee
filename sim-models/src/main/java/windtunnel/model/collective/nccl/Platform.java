package windtunnel.model.collective.nccl;

import java.util.EnumSet;
import java.util.Set;
import windtunnel.model.hardware.LinkSku;

/**
 * The hardware that a communicator runs on, as NCCL sees it.
 *
 * @param generation of the GPUs
 * @param wiring how GPUs of one domain are joined
 * @param scaleUp usable rate of one GPU into its domain, bytes per second and direction; of a mesh with all eight GPUs
 * @param network usable rate of all NICs that the communicator has in one domain, bytes per second and direction; infinite if there
 *     is only one domain
 * @param protocols what the network's transport can carry
 * @param sharp whether switches of the network reduce
 * @param peerAccess whether GPUs of one node reach each other without the network
 */
public record Platform(
        Generation generation,
        Wiring wiring,
        double scaleUp,
        double network,
        Set<Protocol> protocols,
        boolean sharp,
        boolean peerAccess) {
    /** All three protocols. */
    public static final Set<Protocol> ALL_PROTOCOLS = Set.copyOf(EnumSet.allOf(Protocol.class));

    /** Checks the rates. */
    public Platform {
        if (!(scaleUp > 0) || !(network > 0)) {
            throw new IllegalArgumentException("rates must be positive: " + scaleUp + ", " + network);
        }
        protocols = Set.copyOf(protocols);
    }

    /** How the GPUs of a domain are joined. */
    public enum Wiring {
        /** NVLink through a switch, or a bridge between two. */
        SWITCH,
        /** A link of its own to each of seven peers. */
        MESH,
        /** PCIe to pairs of GPUs that are joined by a bridge: rings cross PCIe with one flow each way. */
        BRIDGED_PAIRS,
        /** PCIe and the host's memory only. */
        PCIE;

        /** What a link of that wiring makes of the GPUs that it joins. */
        public static Wiring of(LinkSku link) {
            return switch (link.wiring()) {
                case "mesh" -> MESH;
                case "host" -> PCIE;
                default -> SWITCH;
            };
        }
    }

    /** Usable rate between {@code ranks} GPUs of one domain, bytes per second. */
    double inside(int ranks) {
        return switch (wiring) {
            case SWITCH, BRIDGED_PAIRS -> scaleUp;
            case MESH -> scaleUp * Math.min(Math.max(1, ranks - 1), 7) / 7;
            case PCIE -> scaleUp * Math.pow(2.0 / Math.max(2, ranks), HOST_SHARING);
        };
    }

    /**
     * How the rate of a ring over PCIe falls with its GPUs: two get the link's rate, N get (2/N) to this power of it, since more of them
     * share root ports, host memory and the link between sockets. Fitted on the calibrate rows of eight L40S (1.45 GB/s at 512 MiB).
     */
    private static final double HOST_SHARING = 2.1;

    /** Channels of rings over so many domains: what NCCL's search finds. */
    int channels(int nodes) {
        if (nodes > 1) {
            return Tables.NODE_CHANNELS;
        }
        return wiring == Wiring.SWITCH ? generation.channels() : 2;
    }

    /** Latency of a hop between neighbours in a domain, microseconds. */
    double hop(double[][] table, Protocol protocol) {
        double nvlink = generation.hopScale() * table[0][protocol.ordinal()];
        return onPcie() ? Math.max(nvlink, table[1][protocol.ordinal()]) : nvlink;
    }

    private boolean onPcie() {
        return wiring == Wiring.PCIE || wiring == Wiring.BRIDGED_PAIRS;
    }

    /**
     * Whether the protocol can be used by a communicator over {@code nodes} domains. LL128 needs NVLink between all GPUs of a node, so pairs
     * that PCIe joins do without (tuning.cc at 5067397c: typeIntra up to PATH_NVB).
     */
    boolean carries(Protocol protocol, int nodes) {
        boolean lines = protocol != Protocol.LL128 || wiring == Wiring.SWITCH;
        return lines && (nodes == 1 || protocols.contains(protocol));
    }

    /** Whether the domain's switch reduces for a communicator with {@code perNode} ranks in it. */
    boolean reducesInSwitch(int perNode) {
        return wiring == Wiring.SWITCH && generation.nvlsEfficiency() > 0 && perNode > 1;
    }

    /**
     * Efficiency of in-switch reduction. NCCL's own on eight GPUs; on racks what the vendor's 850 GB/s for 72 GPUs leaves of 18 links at
     * 40.1 GB/s (NVIDIA's GTC slide, quoted in stas00/ml-engineering, read 2026-08-22).
     */
    double nvlsEfficiency(int perNode) {
        return perNode > 8 ? Math.min(RACK_NVLS, generation.nvlsEfficiency()) : generation.nvlsEfficiency();
    }

    private static final double RACK_NVLS = 0.605;
}
