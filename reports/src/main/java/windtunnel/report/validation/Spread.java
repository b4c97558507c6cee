package windtunnel.report.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import windtunnel.scenario.validate.CaseRow;
import windtunnel.scenario.validate.Validation;
import windtunnel.scenario.validate.Verdict;

/**
 * How far data sets disagree about the same thing: the slowest over the fastest published time of equal runs on equal hardware.
 *
 * @param what accelerator, ranks, nodes and operation
 * @param band range of sizes
 * @param sizes sizes that several data sets have
 * @param subsets the data sets
 * @param median median over sizes of slowest / fastest
 * @param max largest of them
 */
record Spread(String what, String band, int sizes, Set<String> subsets, double median, double max) {
    /** The spreads of all groups in which at least two data sets share a size. */
    static List<Spread> of(List<Verdict> verdicts) {
        Map<String, List<Verdict>> groups = Validation.by(
                verdicts.stream()
                        .filter(v -> v.row().number("time_us").orElse(0) > 0)
                        .toList(),
                v -> what(v.row()) + "\n" + v.band());
        List<Spread> spreads = new ArrayList<>();
        groups.forEach((key, members) -> {
            Set<String> subsets = new LinkedHashSet<>();
            List<Double> ratios = ratios(members, subsets);
            if (!ratios.isEmpty()) {
                double[] sorted = ratios.stream()
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .toArray();
                spreads.add(new Spread(
                        key.substring(0, key.indexOf('\n')),
                        members.get(0).band(),
                        sorted.length,
                        subsets,
                        new Median().evaluate(sorted),
                        sorted[sorted.length - 1]));
            }
        });
        return spreads;
    }

    private static String what(CaseRow row) {
        return row.text("accelerator") + ", " + row.text("ranks") + " ranks, " + row.text("nodes") + " node"
                + (row.text("nodes").equals("1") ? "" : "s") + ", " + row.text("op");
    }

    private static List<Double> ratios(List<Verdict> members, Set<String> subsets) {
        List<Double> ratios = new ArrayList<>();
        Validation.by(members, v -> v.row().text("size_bytes")).forEach((size, same) -> {
            Map<String, Double> times = new LinkedHashMap<>();
            same.forEach(v -> times.putIfAbsent(
                    v.row().text("subset"), v.row().number("time_us").getAsDouble()));
            if (times.size() > 1) {
                double slowest =
                        times.values().stream().mapToDouble(t -> t).max().orElseThrow();
                double fastest =
                        times.values().stream().mapToDouble(t -> t).min().orElseThrow();
                ratios.add(slowest / fastest);
                subsets.addAll(times.keySet());
            }
        });
        return ratios;
    }
}
