package windtunnel.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import windtunnel.core.unit.Numbers;
import windtunnel.model.collective.nccl.Algorithm;
import windtunnel.model.collective.nccl.NcclModel;
import windtunnel.model.collective.nccl.NcclOp;
import windtunnel.model.collective.nccl.Protocol;
import windtunnel.model.training.LinkUse;
import windtunnel.scenario.nccl.Communicator;

/** The table that nccl-tests prints (src/common.cu at a0b82b22), with modelled times in both halves. */
public final class NcclTable {
    private static final int ELEMENT = 4;
    private static final int ALIGNMENT = 16;
    private static final int MEGA = 1_000_000;

    private final NcclOp op;
    private final Communicator communicator;
    private final Set<Algorithm> algorithms;
    private final Set<Protocol> protocols;

    /** A table of {@code op}, chosen among {@code algorithms} and {@code protocols}. */
    public NcclTable(NcclOp op, Communicator communicator, Set<Algorithm> algorithms, Set<Protocol> protocols) {
        this.protocols = protocols;
        this.op = op;
        this.communicator = communicator;
        this.algorithms = algorithms;
    }

    /**
     * The whole output.
     *
     * @param sizes sizes asked for in bytes, ascending; rounded down to what nccl-tests would send, and left out if that is nothing
     * @param factor factor between sizes, for the head
     * @param explain whether to say what was chosen for each size, in lines that begin with #
     */
    public String render(List<Long> sizes, double factor, boolean explain) {
        StringBuilder out = new StringBuilder();
        head(out, sizes, factor);
        double total = 0;
        int rows = 0;
        StringBuilder why = new StringBuilder();
        for (long asked : sizes) {
            long size = sent(asked);
            Optional<NcclModel.Choice> choice = communicator.model().choose(op, size, algorithms, protocols);
            if (size > 0 && choice.isPresent()) {
                total += row(out, size, choice.get());
                rows++;
                why(why, size, choice.get());
            }
        }
        out.append("# Out of bounds values : 0 OK\n");
        out.append("# Avg bus bandwidth    : ").append(Numbers.significant(rows == 0 ? 0 : total / rows, 6));
        out.append(" \n#\n");
        if (explain) {
            out.append(
                    "# Chosen for each size, the link that binds, and the share of the time for which its bytes keep\n");
            out.append("# it busy; the rest is latency, software and the filling of pipelines.\n")
                    .append(why)
                    .append("#\n");
        }
        return out.append("# Collective test concluded: ")
                .append(op.text())
                .append("_perf\n")
                .toString();
    }

    private void why(StringBuilder out, long size, NcclModel.Choice choice) {
        out.append("# ").append(size).append(" B: ").append(choice.algorithm().text());
        out.append('/').append(choice.protocol().text());
        communicator.bindings().of(op, choice, size).ifPresent(link -> {
            out.append(", bound by ").append(link.link()).append(" (").append(LinkUse.tier(link.part()));
            out.append(", ").append(Numbers.bandwidth(link.bytesPerSec())).append("), busy ");
            out.append(Numbers.percent(Math.min(1, link.busySeconds() / choice.seconds()), 1));
        });
        out.append('\n');
    }

    /** Sizes from {@code from} to {@code to}, each {@code factor} times the one before. */
    public static List<Long> sizes(long from, long to, double factor) {
        List<Long> sizes = new ArrayList<>();
        for (double size = from; size <= to; size *= factor) {
            sizes.add((long) size);
        }
        return sizes;
    }

    /** Bytes that nccl-tests sends when asked for {@code size}. */
    private long sent(long size) {
        int ranks = communicator.model().shape().ranks();
        return switch (op) {
            case ALL_REDUCE, SENDRECV, BROADCAST -> size / ELEMENT * ELEMENT;
            case ALL_GATHER, REDUCE_SCATTER, ALLTOALL -> size / ranks / ALIGNMENT * ALIGNMENT * ranks;
        };
    }

    private void head(StringBuilder out, List<Long> sizes, double factor) {
        int ranks = communicator.model().shape().ranks();
        int perNode = ranks / communicator.nodes();
        out.append("# Collective test starting: ").append(op.text()).append("_perf\n");
        out.append("# nThread 1 nGpus 1 minBytes ").append(sizes.get(0));
        out.append(" maxBytes ").append(sizes.get(sizes.size() - 1));
        out.append(" step: ").append(Numbers.significant(factor, 6)).append("(factor)");
        out.append(" warmup iters: 0 iters: 1 agg iters: 1 validation: 0 graph: 0\n#\n# Using devices\n");
        for (int rank = 0; rank < ranks; rank++) {
            out.append("#  Rank ").append(Layout.right(Integer.toString(rank), 2));
            out.append(" Group  0 Pid      0 on node-").append(rank / perNode);
            out.append(" device ").append(Layout.right(Integer.toString(rank % perNode), 2));
            out.append(" [0x00] ").append(communicator.gpu()).append(", modelled\n");
        }
        out.append("#\n# ").append(cells(10, "", "", "", "", ""));
        out.append("           out-of-place                       in-place          \n");
        String[] names = {"time", "algbw", "busbw", "#wrong"};
        out.append("# ").append(cells(10, "size", "count", "type", "redop", "root"));
        out.append(half(names)).append(half(names)).append('\n');
        String[] units = {"(us)", "(GB/s)", "(GB/s)", ""};
        out.append("# ").append(cells(10, "(B)", "(elements)", "", "", ""));
        out.append(half(units)).append(half(units)).append('\n');
    }

    private static String cells(int columns, String size, String count, String type, String redop, String root) {
        return Layout.right(size, columns) + "  " + Layout.right(count, 12) + "  " + Layout.right(type, 8) + "  "
                + Layout.right(redop, 6) + "  " + Layout.right(root, 6);
    }

    private static String half(String... cells) {
        return "  " + Layout.right(cells[0], 7) + "  " + Layout.right(cells[1], 6) + "  " + Layout.right(cells[2], 6)
                + "  " + Layout.right(cells[3], 6);
    }

    private double row(StringBuilder out, long size, NcclModel.Choice choice) {
        int ranks = communicator.model().shape().ranks();
        double gbps = size / choice.seconds() * 1e-9;
        double bus = gbps * op.busFactor(ranks);
        boolean whole = op == NcclOp.ALL_REDUCE || op == NcclOp.SENDRECV || op == NcclOp.BROADCAST;
        long perRank = whole ? size : size / ranks;
        boolean moves = op == NcclOp.ALL_GATHER || op == NcclOp.ALLTOALL || op == NcclOp.BROADCAST;
        String redop = moves ? "none" : "sum";
        out.append(cells(12, Long.toString(size), Long.toString(perRank / ELEMENT), "float", redop, "-1"));
        String half = half(time(choice.seconds() * MEGA), Numbers.fixed(gbps, 2), Numbers.fixed(bus, 2), "0");
        out.append(half).append(half).append('\n');
        return bus;
    }

    private static String time(double us) {
        return Numbers.fixed(us, us >= 10_000 ? 0 : us >= 100 ? 1 : 2);
    }
}
