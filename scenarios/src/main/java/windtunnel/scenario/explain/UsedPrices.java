package windtunnel.scenario.explain;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import windtunnel.core.measure.RunResult;
import windtunnel.scenario.run.Outcome;

/** Leaves the prices of a book out that a run did not use: a book has hundreds. */
public final class UsedPrices {
    private static final String ENTRIES = "prices.use.entries";

    private UsedPrices() {}

    /** Whether a line is part of a price of the book. */
    static boolean isPrice(String path) {
        return path.startsWith(ENTRIES + ".") || path.startsWith(ENTRIES + "[");
    }

    /** The lines without prices of things that {@code outcome} did not buy, sorted. */
    public static SortedMap<String, String> of(Map<String, String> lines, Outcome outcome) {
        Set<String> bought = new TreeSet<>();
        for (RunResult run : outcome.runs()) {
            run.usage().forEach(row -> bought.add(row.key().sku()));
        }
        SortedMap<String, String> used = new TreeMap<>(lines);
        used.keySet().removeIf(path -> isPrice(path) && bought.stream().noneMatch(item -> names(path, item)));
        return used;
    }

    private static boolean names(String path, String item) {
        return path.startsWith(ENTRIES + "." + item + "@") || path.startsWith(ENTRIES + "[\"" + item + "@");
    }
}
