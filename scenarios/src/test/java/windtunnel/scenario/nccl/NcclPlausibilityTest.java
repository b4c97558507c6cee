package windtunnel.scenario.nccl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import windtunnel.model.InfeasibleException;
import windtunnel.model.collective.nccl.NcclModel;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.model.hardware.NodeSku;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioLanguage;

/** Every node of the library, any number of them, any operation and size: nothing absurd comes out. */
class NcclPlausibilityTest {
    private static final Hardware HARDWARE = new Hardware();
    private static final List<NodeSku> NODES = Catalog.builtIn().list("node").stream()
            .map(entry -> (NodeSku) ScenarioLanguage.builtIn()
                    .entry("node", entry.name())
                    .value()
                    .orElseThrow())
            .toList();
    /**
     * Where NCCL changes its mind, times may jump by so much: it compares its own cost model, which is not the law that times are told by. In published
     * logs, too, time falls where it does (two p5.48xlarge: 135 us at 64 KiB, 109 us at 128 KiB).
     */
    private static final double SWITCH = 2.2;

    private record Drawn(Communicator on, NodeSku sku, int domains, int ranks) {}

    private static Optional<Drawn> draw(SplittableRandom r) {
        NodeSku sku = NODES.get(r.nextInt(NODES.size()));
        int gpus = (int) sku.gpus().value().value();
        int nodes = r.nextBoolean() ? 1 : 1 << r.nextInt(11);
        nodes = r.nextInt(4) == 0 ? 1 + r.nextInt(100) : nodes;
        int perNode = r.nextBoolean() ? gpus : 1 + r.nextInt(gpus);
        if (nodes * perNode < 2) {
            return Optional.empty();
        }
        try {
            Communicator on = Communicator.of(sku, nodes, perNode, HARDWARE);
            return Optional.of(new Drawn(on, sku, on.model().shape().nodes(), nodes * perNode));
        } catch (InfeasibleException e) {
            return Optional.empty();
        }
    }

    /** Bytes that the busiest way out of a domain carries at least, whatever the algorithm. */
    private static double leaves(NcclOp op, Drawn drawn, double bytes) {
        double others = (drawn.domains() - 1.0) / drawn.domains();
        return switch (op) {
            case ALL_REDUCE -> 2 * others * bytes;
            case ALL_GATHER, REDUCE_SCATTER -> others * bytes;
            case ALLTOALL -> others * bytes * drawn.ranks() / drawn.domains();
            case SENDRECV, BROADCAST -> drawn.domains() > 1 ? bytes : 0;
        };
    }

    /** The same for a GPU's own link; a switch that reduces needs the payload but once. */
    private static double sent(NcclOp op, Drawn drawn, double bytes) {
        boolean all = op == NcclOp.ALL_REDUCE || op == NcclOp.SENDRECV || op == NcclOp.BROADCAST;
        return all ? bytes : bytes * (drawn.ranks() - 1) / drawn.ranks();
    }

    @Property(tries = 1500)
    @Label("times are finite, above what the wires allow, and grow with size but where NCCL changes its mind")
    void nothingAbsurd(@ForAll long seed) {
        SplittableRandom r = new SplittableRandom(seed);
        Optional<Drawn> some = draw(r);
        if (some.isEmpty()) {
            return;
        }
        Drawn drawn = some.get();
        NcclModel model = drawn.on().model();
        NcclOp op = NcclOp.values()[r.nextInt(NcclOp.values().length)];
        double small = Math.rint(Math.scalb(1 + r.nextDouble(), 3 + r.nextInt(31)));
        double large = Math.rint(small * (1 + r.nextDouble()));
        NcclModel.Choice less = model.choose(op, small);
        NcclModel.Choice more = model.choose(op, large);
        String what = drawn + " " + op + " " + small + " " + less + " " + large + " " + more;
        assertThat(less.seconds()).as(what).isPositive().isFinite();
        boolean same = less.algorithm() == more.algorithm() && less.protocol() == more.protocol();
        assertThat(more.seconds()).as(what).isGreaterThanOrEqualTo(less.seconds() / (same ? 1 + 1e-12 : SWITCH));
        assertThat(more.seconds())
                .as(what)
                .isLessThanOrEqualTo(less.seconds() * large / small * (same ? 1 + 1e-12 : SWITCH));
        double wire = drawn.sku().scaleUp().raw().value().bytesPerSec();
        double inside = drawn.domains() == 1 ? sent(op, drawn, small) / wire : 0;
        double between = leaves(op, drawn, small) / model.platform().network();
        assertThat(less.seconds()).as(what).isGreaterThanOrEqualTo(Math.max(inside, between) * (1 - 1e-9));
    }
}
