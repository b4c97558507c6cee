package windtunnel.scenario.calibrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.model.collective.nccl.NcclOp;

/**
 * What nccl-tests printed: one or more tables, each with its ranks, hosts and rows. Prefixes of MPI launchers are left off; the layouts
 * with and without a root column, and with {@code N/A} in one half, are read.
 */
final class NcclTestsLog {
    private static final Pattern PREFIX = Pattern.compile("^\\s*(\\[[0-9,.]+\\](<std(out|err)>)?:?|\\d+:)\\s*");
    private static final Pattern RANK = Pattern.compile("#\\s+Rank\\s+(\\d+)\\s.*\\bon\\s+(\\S+)\\s+device\\b.*");
    private static final Pattern ROW = Pattern.compile("\\s*\\d+\\s+\\d+\\s+\\S+.*");
    private static final Pattern NAME = Pattern.compile("([a-z_]+)_perf");
    private static final int HALF = 4;
    private static final int KEYS = 4;

    private final List<Table> tables = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Draft draft = new Draft();

    /**
     * A measured row.
     *
     * @param bytes size
     * @param outOfPlaceUs time in microseconds, NaN where there is none
     * @param inPlaceUs the same in place
     */
    record Row(long bytes, double outOfPlaceUs, double inPlaceUs) {
        /** The out-of-place time, or the in-place one where that is all there is. */
        double us() {
            return Double.isNaN(outOfPlaceUs) ? inPlaceUs : outOfPlaceUs;
        }
    }

    /** All rows of one operation on some ranks. */
    record Table(NcclOp op, int ranks, int nodes, List<Row> rows) {}

    private static final class Draft {
        private String name = "";
        private final Set<String> ranks = new LinkedHashSet<>();
        private final Set<String> hosts = new LinkedHashSet<>();
        private final Map<Long, Row> rows = new TreeMap<>();
        private final Map<String, Double> factors = new LinkedHashMap<>();
        private String redop = "";
    }

    private NcclTestsLog() {}

    /** Reads {@code text}. */
    static NcclTestsLog read(String text) {
        NcclTestsLog log = new NcclTestsLog();
        text.lines().forEach(line -> log.line(PREFIX.matcher(line).replaceFirst("")));
        log.close();
        return log;
    }

    List<Table> tables() {
        return List.copyOf(tables);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private void line(String line) {
        Matcher rank = RANK.matcher(line);
        if (rank.matches()) {
            if (!draft.rows.isEmpty()) {
                close();
            }
            draft.ranks.add(rank.group(1));
            draft.hosts.add(rank.group(2));
        } else if (line.startsWith("#")) {
            comment(line);
        } else if (ROW.matcher(line).matches()) {
            row(line.trim().split("\\s+"));
        }
    }

    private void comment(String line) {
        boolean starts = line.contains("Collective test starting") || line.startsWith("# nThread");
        if (starts && !draft.rows.isEmpty()) {
            close();
        }
        Matcher name = NAME.matcher(line);
        if (line.contains("Collective test") && name.find()) {
            draft.name = name.group(1);
        }
    }

    /** size, count, type, redop, maybe root, then time, algbw, busbw, errors twice. */
    private void row(String[] words) {
        int first = words.length - 2 * HALF;
        boolean known = first == KEYS || first == KEYS + 1 || first == KEYS - 1;
        if (!known) {
            notes.add("a row of " + words.length + " columns is left out: " + String.join(" ", words));
            return;
        }
        Row row = new Row(Long.parseLong(words[0]), time(words, first), time(words, first + HALF));
        draft.redop = first >= KEYS ? words[3] : "";
        boolean wrong = wrong(words[first + 3]) || wrong(words[first + 2 * HALF - 1]);
        if (wrong) {
            notes.add("size " + row.bytes() + " is left out: its results were wrong");
        } else if (row.bytes() > 0 && row.us() > 0) {
            draft.rows.merge(row.bytes(), row, (a, b) -> a.us() <= b.us() ? a : b);
            factor(words[first + 1], words[first + 2]);
        }
    }

    private static boolean wrong(String word) {
        Optional<Double> count = number(word);
        return count.isPresent() && count.get() > 0 && !word.contains("e-");
    }

    private static double time(String[] words, int at) {
        return number(words[at]).orElse(Double.NaN);
    }

    private static Optional<Double> number(String word) {
        try {
            return Optional.of(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void factor(String algorithm, String bus) {
        number(algorithm)
                .filter(value -> value > 0)
                .ifPresent(value -> number(bus).ifPresent(of -> draft.factors.put("largest", of / value)));
    }

    private void close() {
        Draft done = draft;
        draft = new Draft();
        if (done.rows.isEmpty()) {
            draft.name = done.name;
            return;
        }
        int ranks = done.ranks.size();
        Optional<NcclOp> op = done.name.isEmpty() ? guess(done, ranks) : NcclOp.of(done.name);
        if (ranks < 2) {
            notes.add("a table is left out: its ranks are not listed above it ('#  Rank  0 ... on HOST device ...')");
        } else if (op.isEmpty()) {
            notes.add((done.name.isEmpty() ? "a table without a name" : done.name)
                    + " is left out: there is no model of it");
        } else if (ranks % done.hosts.size() != 0) {
            notes.add(op.get().text() + " is left out: " + ranks + " ranks on " + done.hosts.size()
                    + " hosts are not equally many on each");
        } else {
            tables.add(new Table(op.get(), ranks, done.hosts.size(), List.copyOf(done.rows.values())));
        }
    }

    /** Older logs do not name their operation: bus over algorithm bandwidth and the reduction tell all but two apart. */
    private static Optional<NcclOp> guess(Draft done, int ranks) {
        double factor = done.factors.getOrDefault("largest", 0.0);
        boolean reduces = !done.redop.isEmpty() && !done.redop.equals("none");
        NcclOp meant = reduces ? NcclOp.ALL_REDUCE : NcclOp.ALL_GATHER;
        if (ranks > 1 && reduces && Math.abs(factor - NcclOp.REDUCE_SCATTER.busFactor(ranks)) < 0.01) {
            meant = NcclOp.REDUCE_SCATTER;
        }
        boolean fits = ranks > 1 && Math.abs(factor - meant.busFactor(ranks)) < 0.01 * Math.max(1, factor);
        return fits ? Optional.of(meant) : Optional.empty();
    }
}
