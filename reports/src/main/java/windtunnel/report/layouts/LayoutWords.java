package windtunnel.report.layouts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.StepSeconds;
import windtunnel.model.compute.StepShare;
import windtunnel.model.compute.search.LayoutKey;
import windtunnel.report.story.Words;
import windtunnel.scenario.layouts.By;
import windtunnel.scenario.layouts.LayoutAnswer;
import windtunnel.scenario.layouts.Ranked;

/** Layouts, and what one gains over another, in words. */
public final class LayoutWords {
    private static final double GIB = 1L << 30;
    private static final int MOST_PARTS = 3;
    private static final double WORTH_TELLING = 0.02;

    private LayoutWords() {}

    /** A layout in a line: {@code tensor 8 x pipeline 4 x data 16, micro-batch 1, sharding optimizer, recompute none}. */
    public static String layout(Layout layout) {
        StringBuilder text = new StringBuilder("tensor ").append(layout.tensor());
        text.append(" x pipeline ").append(layout.pipeline());
        text.append(layout.virtualStages() > 1 ? " (" + layout.virtualStages() + " chunks)" : "");
        text.append(layout.context() > 1 ? " x context " + layout.context() : "");
        text.append(" x data ").append(layout.data());
        text.append(layout.expert() > 1 ? ", experts over " + layout.expert() : "");
        text.append(layout.expertTensor() > 1 ? " x " + layout.expertTensor() : "");
        text.append(", micro-batch ").append(layout.batch().micro());
        text.append(", sharding ").append(LayoutKey.SHARDING.of(layout));
        text.append(", recompute ").append(LayoutKey.RECOMPUTE.of(layout));
        text.append(layout.schedule() == Layout.Schedule.GPIPE ? ", gpipe" : "");
        boolean whole = layout.tensor() > 1 && !layout.sequenceParallel();
        return text.append(whole ? ", without sequence parallelism" : "").toString();
    }

    /** What a part of a step is called in a table. */
    public static String label(StepShare share) {
        return switch (share) {
            case COMPUTE -> "computing";
            case RECOMPUTE -> "computing again";
            case COMM_TP -> "tensor communication";
            case COMM_PP -> "pipeline communication";
            case COMM_DP -> "data communication";
            case COMM_EP -> "expert communication";
            case COMM_CP -> "context communication";
            case BUBBLE -> "pipeline bubble";
            case UNMODELLED -> "unmodelled";
        };
    }

    /** Bytes in GiB. */
    public static String gib(long bytes) {
        return Numbers.significant(bytes / GIB, 3) + " GiB";
    }

    /** Dollars of a run: whole ones from $1,000 on. */
    public static String dollars(double usd) {
        return Words.dollars(new BigDecimal(usd), Math.abs(usd) >= 1000 ? 0 : 2);
    }

    /** How a layout compares with a better one: {@code takes 16.9 s a step, 12 % longer than the best: 1.8 s more computing again}. */
    public static String loss(LayoutAnswer answer, Ranked best, Ranked other) {
        if (answer.head().by() == By.MEMORY) {
            return "leaves " + gib(other.headroomBytes()) + " free on its fullest GPU against "
                    + gib(best.headroomBytes()) + ", with a step of "
                    + Numbers.duration(other.found().stepNanos() * 1e-9);
        }
        double slower = (double) other.found().stepNanos() / best.found().stepNanos() - 1;
        double dearer = other.runUsd() - best.runUsd();
        String length = slower == 0
                ? "as long as the best"
                : Numbers.percent(Math.abs(slower), 1) + (slower > 0 ? " longer" : " shorter");
        String money = other.nodes() == best.nodes() && slower == 0
                ? ""
                : " and the run costs " + dollars(Math.abs(dearer)) + (dearer >= 0 ? " more" : " less");
        List<String> parts = parts(best.found().seconds(), other.found().seconds());
        boolean why = other.nodes() == best.nodes() && !parts.isEmpty();
        return "takes " + Numbers.duration(other.found().stepNanos() * 1e-9) + " a step, " + length + money
                + (why ? ": " + String.join(", ", parts) : "");
    }

    /** The largest differences between two steps. */
    private static List<String> parts(StepSeconds best, StepSeconds other) {
        List<StepShare> shares = new ArrayList<>(List.of(StepShare.values()));
        shares.sort(Comparator.comparingDouble((StepShare share) -> -Math.abs(other.of(share) - best.of(share))));
        double largest = Math.abs(other.of(shares.get(0)) - best.of(shares.get(0)));
        List<String> parts = new ArrayList<>();
        for (StepShare share : shares.subList(0, MOST_PARTS)) {
            double more = other.of(share) - best.of(share);
            if (more != 0 && Math.abs(more) >= WORTH_TELLING * largest) {
                parts.add(Numbers.duration(Math.abs(more), 3) + (more > 0 ? " more " : " less ") + label(share));
            }
        }
        return parts;
    }
}
