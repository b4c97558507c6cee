package windtunnel.report.story;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.model.LedgerState;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.Outcome.LedgerLine;
import windtunnel.scenario.run.StateWords;

/**
 * Where every dollar and every GPU-hour went: computing first, then what cost most, lost work followed by its parts.
 *
 * <p>States so short that all their figures are printed as zero have no row; the sums are the same without them.
 *
 * @param rows in reading order; rounded values of the rows that are no parts add up to the totals
 * @param usd total dollars, rounded
 * @param hours total GPU-hours, rounded
 */
public record Waterfall(List<Row> rows, BigDecimal usd, BigDecimal hours) {
    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * One state of one workload.
     *
     * @param label in words, with the workload's name when there are several
     * @param state its ledger state
     * @param part whether the row only details the lost work above it
     * @param share of held GPU time, 0 to 1
     * @param tenths share in tenths of a percent; those of rows that are no parts add up to 1000
     * @param hours GPU-hours, rounded
     * @param usd dollars, rounded
     */
    public record Row(
            String label,
            LedgerState state,
            boolean part,
            double share,
            long tenths,
            BigDecimal hours,
            BigDecimal usd) {
        /** The share as text: {@code 61.2 %}. */
        public String percent() {
            return Numbers.fixed(BigDecimal.valueOf(tenths, 1), 1) + " %";
        }

        private boolean blank() {
            return usd.signum() == 0 && hours.signum() == 0 && tenths == 0;
        }
    }

    /** The waterfall of an outcome, dollars with {@code decimals} digits after the point. */
    public static Waterfall of(Outcome outcome, int decimals) {
        List<LedgerLine> tops = outcome.ledger().stream()
                .filter(line -> line.lostFrom() == null)
                .sorted(Comparator.comparing((LedgerLine line) -> line.state() != LedgerState.COMPUTE)
                        .thenComparing(LedgerLine::usd, Comparator.reverseOrder())
                        .thenComparing(LedgerLine::gpuSeconds, Comparator.reverseOrder()))
                .toList();
        BigDecimal total = outcome.bill().total();
        int hourDecimals = hourDecimals(tops);
        boolean several = severalWorkloads(tops);
        Rounded top = Rounded.of(tops, total, decimals, hourDecimals, 1000);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < tops.size(); i++) {
            LedgerLine line = tops.get(i);
            rows.add(top.row(i, line, label(line, several), false));
            if (line.state() == LedgerState.LOST_WORK) {
                addParts(rows, outcome, line, top, i);
            }
        }
        rows.removeIf(Row::blank);
        return new Waterfall(List.copyOf(rows), total.setScale(decimals, RoundingMode.HALF_EVEN), sum(top.hours()));
    }

    /** The row that says the same as a bottleneck, so that both are printed with the same figures. */
    public Optional<Row> of(Outcome.Bottleneck bottleneck) {
        return rows.stream()
                .filter(row -> !row.part()
                        && StateWords.of(row.state()).equals(bottleneck.what())
                        && Math.abs(row.share() - bottleneck.gpuShare()) < 1e-9)
                .findFirst();
    }

    /** Bottlenecks of which something is left after rounding. */
    public List<Outcome.Bottleneck> printed(List<Outcome.Bottleneck> bottlenecks) {
        return bottlenecks.stream()
                .filter(b -> of(b).isPresent()
                        || b.gpuShare() >= 0.0005
                        || b.usd().setScale(usd.scale(), RoundingMode.HALF_EVEN).signum() > 0)
                .toList();
    }

    /** Dollars of a bottleneck, as they stand in its row. */
    public String dollars(Outcome.Bottleneck bottleneck) {
        return Words.dollars(of(bottleneck).map(Row::usd).orElse(bottleneck.usd()), usd.scale());
    }

    /** Share of the GPU time of a bottleneck, as it stands in its row. */
    public String percent(Outcome.Bottleneck bottleneck) {
        return of(bottleneck).map(Row::percent).orElseGet(() -> Numbers.percent(bottleneck.gpuShare(), 1));
    }

    /** Share of the GPU time that advances the work. */
    private double productive() {
        return rows.stream()
                .filter(row -> row.state() == LedgerState.COMPUTE)
                .mapToDouble(Row::share)
                .sum();
    }

    /** Whether the losses are so small that a chart must cut the bar of computing for them to be seen. */
    public boolean cutsComputing() {
        double lost = 1 - productive();
        return lost < 0.25
                && lost > 0.001
                && rows.stream()
                                .filter(row -> !row.part() && row.state() == LedgerState.COMPUTE)
                                .count()
                        == 1;
    }

    private static void addParts(List<Row> rows, Outcome outcome, LedgerLine lost, Rounded top, int index) {
        List<LedgerLine> parts = outcome.ledger().stream()
                .filter(line -> line.lostFrom() != null && Objects.equals(line.workload(), lost.workload()))
                .sorted(Comparator.comparing(LedgerLine::usd).reversed())
                .toList();
        if (parts.isEmpty()) {
            return;
        }
        Rounded rounded = Rounded.within(parts, top, index);
        for (int i = 0; i < parts.size(); i++) {
            rows.add(rounded.row(i, parts.get(i), StateWords.of(parts.get(i).lostFrom()), true));
        }
    }

    private static boolean severalWorkloads(List<LedgerLine> lines) {
        return lines.stream()
                        .map(LedgerLine::workload)
                        .filter(Objects::nonNull)
                        .distinct()
                        .count()
                > 1;
    }

    private static String label(LedgerLine line, boolean several) {
        String words = StateWords.of(line.state());
        return several && line.workload() != null ? words + " (" + Words.plain(line.workload()) + ")" : words;
    }

    private static int hourDecimals(List<LedgerLine> lines) {
        double hours = lines.stream().mapToDouble(LedgerLine::gpuSeconds).sum() / SECONDS_PER_HOUR;
        if (hours >= 1000) {
            return 0;
        }
        return hours >= 10 ? 1 : hours >= 0.1 ? 3 : 5;
    }

    private static BigDecimal sum(List<BigDecimal> parts) {
        return parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The rounded columns of some rows. */
    private record Rounded(List<BigDecimal> usd, List<BigDecimal> hours, List<BigDecimal> tenths) {
        static Rounded of(
                List<LedgerLine> lines, BigDecimal totalUsd, int decimals, int hourDecimals, long totalTenths) {
            List<BigDecimal> usd =
                    Cents.spread(lines.stream().map(LedgerLine::usd).toList(), totalUsd, decimals);
            List<BigDecimal> hours = Cents.spread(
                    lines.stream()
                            .map(line -> new BigDecimal(line.gpuSeconds() / SECONDS_PER_HOUR))
                            .toList(),
                    hourDecimals);
            return new Rounded(usd, hours, scaled(lines, BigDecimal.valueOf(totalTenths), 0));
        }

        /** Parts of row {@code index} of {@code whole}, in proportion to their GPU time. */
        static Rounded within(List<LedgerLine> parts, Rounded whole, int index) {
            BigDecimal usd = whole.usd.get(index);
            BigDecimal hours = whole.hours.get(index);
            return new Rounded(
                    scaled(parts, usd, usd.scale()),
                    scaled(parts, hours, hours.scale()),
                    scaled(parts, whole.tenths.get(index), 0));
        }

        private static List<BigDecimal> scaled(List<LedgerLine> lines, BigDecimal total, int decimals) {
            double sum = lines.stream().mapToDouble(LedgerLine::gpuSeconds).sum();
            if (sum <= 0) {
                return lines.stream().map(line -> BigDecimal.ZERO).toList();
            }
            List<BigDecimal> shares = lines.stream()
                    .map(line -> new BigDecimal(line.gpuSeconds() / sum).multiply(total))
                    .toList();
            return Cents.spread(shares, total, decimals);
        }

        Row row(int i, LedgerLine line, String label, boolean part) {
            return new Row(
                    label, line.state(), part, line.share(), tenths.get(i).longValueExact(), hours.get(i), usd.get(i));
        }
    }
}
