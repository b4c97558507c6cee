package windtunnel.model.disruption.spot.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.util.FastMath;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.Price;
import windtunnel.core.unit.QuantityException;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.DataFile;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.key.Shorthand;

/**
 * What a spot machine costs over time: always the same, the steps of a trace, or a logarithm that wanders and reverts to its mean.
 *
 * <p>The last is an Ornstein-Uhlenbeck process x = ln(price) of mean m = ln(median), rate k = 1 / {@code reverts-in} and volatility s: over a step h,
 * x' = m + (x - m) e^(-k h) + s sqrt((1 - e^(-2 k h)) / 2k) Z, which is exact, and begins in its stationary law, of variance s^2 / 2k. The price stays
 * for a step, so the bill is the exact integral of the price over held time. No price exceeds that of an on-demand machine, where that is
 * known: nobody would pay it. Real prices also follow demand, so they rise when machines are taken; here the two are independent, unless
 * {@code max-price} of the pool ties them.
 */
@Shorthand("fixed")
public record PriceSeries(
        @Key(doc = "Always this much.", example = "$3.60/h") Optional<Price> fixed,

        @Key(
                doc =
                        "A file of lines t_seconds,usd_per_hour in the scenario's folder or below: the price of a node from"
                                + " that second on; after its last line it stays.",
                example = "traces/prices.csv")
        Optional<DataFile> trace,

        @Key(doc = "Wanders around a median and reverts to it.", example = "{ median: $3.60/h }")
        Optional<Reverting> reverting)
        implements Checked {
    private static final String HEADING = "t_seconds,usd_per_hour";
    private static final double LATEST_SECONDS = 9e8;

    /** A price whose logarithm reverts to its mean. */
    public record Reverting(
            @Key(doc = "Median of the price in the long run.", example = "$3.60/h")
            Price median,

            @Key(doc = "Time in which a deviation falls to 1/e.", def = "2 d", tag = "assumed", source = "no source")
            TimeSpan revertsIn,

            @Key(
                    doc = "Standard deviation of the logarithm that a day adds, before it reverts.",
                    def = "0.1",
                    tag = "assumed",
                    source = "no source")
            Ratio volatility,

            @Key(doc = "How long one price holds.", def = "1 h", tag = "assumed", source = "no source")
            TimeSpan every)
            implements Checked {
        @Override
        public void check(Issues issues) {
            hourly(median, "median", issues);
            issues.check(median.usd().signum() > 0, "median", "must be above 0");
            issues.check(revertsIn.seconds() > 0, "reverts-in", "must be above 0");
            issues.check(every.seconds() >= 1, "every", "must be at least 1 s");
        }

        /** Variance of the logarithm in the long run, s^2 / 2k. */
        public double variance() {
            return volatility.value() * volatility.value() / 86_400 * revertsIn.seconds() / 2;
        }
    }

    /** A price from an instant on, in 1e-9 dollars for an hour of a node. */
    record Step(long nanos, long nanoUsdPerHour) {}

    private static void hourly(Price price, String key, Issues issues) {
        issues.check(
                List.of("h", "node-h", "GPU-h").contains(price.per()), key, "is a price of an hour, such as '$3.60/h'");
    }

    @Override
    public void check(Issues issues) {
        long ways = fixed.stream().count()
                + trace.stream().count()
                + reverting.stream().count();
        issues.check(ways == 1, "", "give one of fixed, trace and reverting");
        fixed.ifPresent(price -> hourly(price, "fixed", issues));
        trace.ifPresent(file -> {
            try {
                steps(file.text());
            } catch (QuantityException e) {
                issues.error("trace", "'" + file.name() + "', " + e.getMessage());
            }
        });
    }

    /** A price in 1e-9 dollars for an hour of a node. */
    static long nanoUsd(Price price, int gpusPerNode) {
        double perNode = price.usd().doubleValue() * (price.per().equals("GPU-h") ? gpusPerNode : 1);
        return Math.round(perNode * 1e9);
    }

    /**
     * The prices of a run.
     *
     * @param most no price exceeds this one
     */
    Prices prices(Stream stream, int gpusPerNode, long most) {
        if (reverting.isPresent()) {
            return new Wandering(stream, gpusPerNode, most);
        }
        List<Step> steps = trace.map(file -> steps(file.text()))
                .orElseGet(() -> List.of(new Step(0, nanoUsd(fixed.orElseThrow(), gpusPerNode))));
        return new Listed(steps, most);
    }

    /** The prices of one run, one after the other; the first is that of the start. */
    interface Prices {
        /** The price that holds now. */
        long nanoUsdPerHour();

        /** When it ends, or Long.MAX_VALUE. */
        long untilNanos();

        /** Goes on to the next price. */
        void advance();
    }

    private static final class Listed implements Prices {
        private final List<Step> steps;
        private final long most;
        private int at;

        Listed(List<Step> steps, long most) {
            this.steps = steps;
            this.most = most;
        }

        @Override
        public long nanoUsdPerHour() {
            return Math.min(most, steps.get(at).nanoUsdPerHour());
        }

        @Override
        public long untilNanos() {
            return at + 1 < steps.size() ? steps.get(at + 1).nanos() : Long.MAX_VALUE;
        }

        @Override
        public void advance() {
            at++;
        }
    }

    private final class Wandering implements Prices {
        private static final NormalDistribution UNIT = new NormalDistribution(null, 0, 1);
        private final Stream stream;
        private final Reverting law = reverting.orElseThrow();
        private final double mean;
        private final long most;
        private final long everyNanos;
        private double deviation;
        private long steps = 1;

        Wandering(Stream stream, int gpusPerNode, long most) {
            this.stream = stream;
            this.most = most;
            mean = FastMath.log(nanoUsd(law.median(), gpusPerNode));
            everyNanos = Math.round(law.every().seconds() * 1e9);
            deviation = Math.sqrt(law.variance()) * normal();
        }

        private double normal() {
            return UNIT.inverseCumulativeProbability(stream.uniform());
        }

        @Override
        public long nanoUsdPerHour() {
            return Math.min(most, Math.round(FastMath.exp(mean + deviation)));
        }

        @Override
        public long untilNanos() {
            return Math.multiplyExact(everyNanos, steps);
        }

        @Override
        public void advance() {
            double keeps = FastMath.exp(-law.every().seconds() / law.revertsIn().seconds());
            deviation = deviation * keeps + Math.sqrt(law.variance() * (1 - keeps * keeps)) * normal();
            steps++;
        }
    }

    /** The steps of a trace; what cannot be read throws with its line. */
    static List<Step> steps(String text) {
        List<Step> steps = new ArrayList<>();
        String[] lines = text.split("\\R");
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].trim();
            if (!line.isEmpty()
                    && !line.startsWith("#")
                    && !line.replace(" ", "").equals(HEADING)) {
                steps.add(step(
                        line,
                        i + 1,
                        steps.isEmpty() ? -1 : steps.get(steps.size() - 1).nanos()));
            }
        }
        if (steps.isEmpty()) {
            throw new QuantityException("has no line of data; a line is written as " + HEADING);
        }
        return steps;
    }

    private static Step step(String line, int number, long beforeNanos) {
        String[] words = line.split(",", -1);
        String where = "line " + number + ": '" + line + "' ";
        double[] values = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            values[i] =
                    words[i].trim().matches("[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?") ? Double.parseDouble(words[i]) : -1;
        }
        if (values.length != 2 || values[0] < 0 || values[1] < 0) {
            throw new QuantityException(where + "is not written as " + HEADING);
        }
        if (values[0] > LATEST_SECONDS || values[1] > 1e6) {
            throw new QuantityException(where + "is out of range: at most 28 years and $1,000,000 an hour");
        }
        long nanos = Math.round(values[0] * 1e9);
        if (nanos <= beforeNanos || beforeNanos < 0 && nanos > 0) {
            throw new QuantityException(where
                    + (beforeNanos < 0
                            ? "is not at second 0, where a trace begins"
                            : "is not later than the line before"));
        }
        return new Step(nanos, Math.round(values[1] * 1e9));
    }
}
