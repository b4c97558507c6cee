package windtunnel.model.collective.nccl;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Algorithms of NCCL, in the order in which its tuner tries them. */
public enum Algorithm {
    /** Double binary tree over the nodes, a chain inside each node. */
    TREE("Tree"),
    /** Ring. */
    RING("Ring"),
    /** Reduction in the network's switches, direct sends inside each node. */
    COLLNET_DIRECT("CollNetDirect"),
    /** Reduction in the network's switches, a chain inside each node. */
    COLLNET_CHAIN("CollNetChain"),
    /** In-switch reduction: of NVLink in one domain, with SHARP in the network over several. */
    NVLS("NVLS"),
    /** In-switch reduction in each domain, a double binary tree between domains. */
    NVLS_TREE("NVLSTree"),
    /** Parallel aggregated trees: all-gather and reduce-scatter with one GPU a node. */
    PAT("PAT"),
    /** Direct sends, for all-to-all and send/receive. */
    P2P("P2P");

    private final String text;

    Algorithm(String text) {
        this.text = text;
    }

    /** As NCCL writes it. */
    public String text() {
        return text;
    }

    /** The algorithm of that name, whatever its case. */
    public static Optional<Algorithm> of(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.text.toLowerCase(Locale.ROOT).equals(plain))
                .findFirst();
    }

    /** Names of all algorithms. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Algorithm::text).toList();
    }
}
