package windtunnel.model.disruption.spot.pool;

import java.util.List;
import java.util.Optional;
import windtunnel.core.engine.Simulation;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Price;
import windtunnel.core.unit.QuantityException;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.TimeLaw;
import windtunnel.model.disruption.spot.SpotEviction;
import windtunnel.model.disruption.spot.TraceText;
import windtunnel.model.key.Checked;
import windtunnel.model.key.DataFile;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/** Machines of one zone: how many there are and what they cost, over time. */
public record Pool(
        @Key(doc = "Name of the zone; bill and metrics carry it.", example = "us-east-1c")
        String name,

        @Key(
                doc = "Places for machines; by default as many as the cluster has nodes. A trace has its own number.",
                example = "32")
        Optional<Count> places,

        @Key(doc = "How often a place is taken away.", example = "0.05 per node-hour")
        Optional<EventRate> rate,

        @Key(doc = "How the rate varies over the day.", example = "{ amplitude: 0.8, peak: 15 h }")
        Optional<SpotEviction.Diurnal> diurnal,

        @Key(
                doc = "Time until a place that was taken away is there again.",
                def = "{ lognormal: { p50: 5 min, p95: 60 min } }",
                tag = "assumed",
                source = "no source")
        TimeLaw replacement,

        @Key(doc = "In place of a rate, chances by the hour of the day.", example = "{ starts-at: 9 h }")
        Optional<HourlyTable> hourly,

        @Key(
                doc = "In place of a rate, a trace as in spot-trace; it is replayed again after its end.",
                example = "traces/zone-a.csv")
        Optional<DataFile> trace,

        @Key(
                doc =
                        "Most that is paid; while the price is higher, all machines are taken. Without it, machines are taken"
                                + " for capacity only.",
                example = "$5/h")
        Optional<Price> maxPrice,

        @Key(doc = "Price over time; by default the price book's, for spot.", example = "$3.60/h")
        Optional<PriceSeries> price,

        @Key(
                doc = "Time from asking for a machine until it is there.",
                def = "45 s",
                tag = "measured",
                source = "Bamboo, simulator, commit 1057ba80 (2022): creation of a spot instance")
        TimeSpan start)
        implements Checked {
    private static final Distribution UNIT = Distribution.exponential(1);
    private static final double LATEST_SECONDS = 9e9;
    private static final double HOUR_NANOS = 3600e9;

    @Override
    public void check(Issues issues) {
        issues.check(
                name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}_+-]*"),
                "name",
                "'" + name + "' is no name: use letters, digits, '-' and '_'");
        long ways =
                rate.stream().count() + hourly.stream().count() + trace.stream().count();
        issues.check(ways <= 1, "", "give one of rate, hourly and trace");
        issues.check(
                rate.isEmpty() || rate.get().instance().equals("node"),
                "rate",
                "is a rate of nodes, such as '0.05 per node-hour'");
        issues.check(rate.isPresent() || diurnal.isEmpty(), "diurnal", "varies a rate, but there is none");
        issues.check(trace.isEmpty() || places.isEmpty(), "places", "follow from the trace");
        issues.check(maxPrice.isEmpty() || price.isPresent(), "max-price", "needs a price that varies");
        places.ifPresent(count ->
                issues.check(count.value() >= 1 && count.value() <= 100_000, "places", "must be from 1 to 100,000"));
        maxPrice.ifPresent(most -> issues.check(
                List.of("h", "node-h", "GPU-h").contains(most.per()),
                "max-price",
                "is a price of an hour, such as '$5/h'"));
        trace.ifPresent(file -> {
            try {
                TraceText.parse(file.text());
            } catch (QuantityException e) {
                issues.error("trace", "'" + file.name() + "', " + e.getMessage());
            }
        });
    }

    /** The most places that are ever there at once, of {@code nodes} wanted. */
    int mostPlaces(int nodes) {
        return trace.map(file -> TraceText.most(TraceText.parse(file.text())))
                .orElseGet(() -> places.map(count -> (int) count.value()).orElse(nodes));
    }

    /** How many places are there over time, in one run; the same each time it is asked for. */
    Levels levels(RandomStreams streams, int nodes) {
        if (trace.isPresent()) {
            return new TraceLevels(TraceText.parse(trace.get().text()));
        }
        return new PlaceLevels(new Places(
                mostPlaces(nodes), law(), place -> streams.stream("pool-" + name + "-" + place, "capacity")));
    }

    /** How often a place is taken, in the long run; evictions for their price do not count. */
    double takenPerSecond() {
        if (rate.isPresent()) {
            return rate.get().perSec();
        }
        if (trace.isPresent()) {
            List<TraceText.Change> changes = TraceText.parse(trace.get().text());
            double placeSeconds = changes.get(changes.size() - 1).nanos() * 1e-9 * TraceText.most(changes);
            double lost = changes.stream().mapToInt(TraceText.Change::removed).sum();
            return placeSeconds > 0 ? lost / placeSeconds : 0;
        }
        return hourly.map(table -> table.taken().stream()
                                .mapToDouble(Fraction::value)
                                .average()
                                .orElse(0)
                        / 3600)
                .orElse(0.0);
    }

    private Places.Law law() {
        if (hourly.isPresent()) {
            return Pool.this::byTheHour;
        }
        if (rate.isEmpty() || rate.get().perSec() == 0) {
            return (there, now, luck) -> Long.MAX_VALUE;
        }
        Distribution wait = replacement.seconds();
        return (there, now, luck) -> there ? taken(now, luck) : now + Math.max(1, nanos(wait.draw(luck)));
    }

    private static long nanos(double seconds) {
        return Simulation.nanos(Math.min(seconds, LATEST_SECONDS));
    }

    private long taken(long nowNanos, Stream luck) {
        double expected = UNIT.draw(luck) / rate.orElseThrow().perSec();
        double now = nowNanos * 1e-9;
        double at = diurnal.map(day -> day.after(now, expected)).orElse(now + expected);
        return at >= LATEST_SECONDS ? Long.MAX_VALUE : Math.max(nowNanos + 1, Simulation.nanos(at));
    }

    /** Two draws an hour, the first from the hour that begins at or after now. */
    private long byTheHour(boolean there, long nowNanos, Stream luck) {
        long first = (long) Math.ceil(nowNanos / HOUR_NANOS);
        long last = first + 24 * 366 * 20;
        for (long hour = first; hour < last; hour++) {
            boolean changes = luck.uniform() < hourly.orElseThrow().chance(there, hour);
            double within = luck.uniform();
            if (changes) {
                return Simulation.nanos((hour + within) * 3600);
            }
        }
        return Long.MAX_VALUE;
    }

    /** A number of places over time. */
    interface Levels {
        int level();

        /** When it changes next, or Long.MAX_VALUE. */
        long nextNanos();

        /** Goes on to that instant. */
        void advance();
    }

    private record PlaceLevels(Places places) implements Levels {
        @Override
        public int level() {
            return places.level();
        }

        @Override
        public long nextNanos() {
            return places.nextNanos();
        }

        @Override
        public void advance() {
            places.advance();
        }
    }

    /** A trace, over and over; each pass begins from nothing. */
    private static final class TraceLevels implements Levels {
        private final List<TraceText.Change> changes;
        private final long spanNanos;
        private long offsetNanos;
        private int next;
        private int level;

        TraceLevels(List<TraceText.Change> changes) {
            this.changes = changes;
            spanNanos = changes.get(changes.size() - 1).nanos();
            if (changes.get(0).nanos() == 0) {
                advance();
            }
        }

        @Override
        public int level() {
            return level;
        }

        @Override
        public long nextNanos() {
            if (next == changes.size()) {
                return spanNanos == 0
                        ? Long.MAX_VALUE
                        : offsetNanos + spanNanos + changes.get(0).nanos();
            }
            return offsetNanos + changes.get(next).nanos();
        }

        @Override
        public void advance() {
            if (next == changes.size()) {
                next = 0;
                offsetNanos += spanNanos;
            }
            TraceText.Change change = changes.get(next);
            level = (next == 0 ? 0 : level) + change.added() - change.removed();
            next++;
        }
    }
}
