package windtunnel.scenario.uncertain;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TriangularDistribution;
import windtunnel.core.random.Distribution;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.scenario.yaml.Position;
import windtunnel.scenario.yaml.YamlNode;

/** What is known of an uncertain input: a distribution of its value, all numbers in one unit, or a list. */
public record InputLaw(
        @Key(doc = "Anything between two values.", example = "{ low: 10 h, high: 30 h }")
        Optional<Range> uniform,

        @Key(doc = "A least, a most likely and a greatest value.", example = "{ low: 10 h, mode: 15 h, high: 30 h }")
        Optional<Triangle> triangular,

        @Key(doc = "Normal, by mean and standard deviation.", example = "{ mean: $2.50/GPU-h, sd: $0.20/GPU-h }")
        Optional<Bell> normal,

        @Key(doc = "Lognormal, by its median and the value that 95 of 100 stay below.", example = "{ p50: 1, p95: 2 }")
        Optional<Skewed> lognormal,

        @Key(doc = "One of these, each as likely.", def = "[]", example = "[llama3, rsc-1]")
        List<YamlNode> list)
        implements Checked {
    private static final String UNITS = "is in another unit than the others; write all of them in one";

    /** Two ends. */
    public record Range(
            @Key(doc = "Least value.", example = "10 h") Amount low,
            @Key(doc = "Greatest value.", example = "30 h") Amount high)
            implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(low.sameUnit(high), "high", UNITS);
            issues.check(low.number() < high.number(), "high", "must be above low");
        }
    }

    /** Two ends and a peak. */
    public record Triangle(
            @Key(doc = "Least value.", example = "10 h") Amount low,

            @Key(doc = "Most likely value.", example = "15 h")
            Amount mode,

            @Key(doc = "Greatest value.", example = "30 h") Amount high)
            implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(low.sameUnit(mode), "mode", UNITS);
            issues.check(low.sameUnit(high), "high", UNITS);
            issues.check(low.number() < high.number(), "high", "must be above low");
            boolean inside = low.number() <= mode.number() && mode.number() <= high.number();
            issues.check(inside, "mode", "must lie between low and high");
        }
    }

    /** Mean and deviation. */
    public record Bell(
            @Key(doc = "Mean.", example = "$2.50/GPU-h") Amount mean,

            @Key(doc = "Standard deviation.", example = "$0.20/GPU-h")
            Amount sd)
            implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(mean.sameUnit(sd), "sd", UNITS);
            issues.check(sd.number() > 0, "sd", "must be above 0");
        }
    }

    /** Two quantiles. */
    public record Skewed(
            @Key(doc = "Median.", example = "1") Amount p50,

            @Key(doc = "Value that 95 of 100 stay below.", example = "2")
            Amount p95)
            implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(p50.sameUnit(p95), "p95", UNITS);
            issues.check(p50.number() > 0 && p95.number() > p50.number(), "p95", "must be above p50, and both above 0");
        }
    }

    @Override
    public void check(Issues issues) {
        long laws = Stream.of(uniform, triangular, normal, lognormal)
                .filter(Optional::isPresent)
                .count();
        issues.check(
                laws + (list.isEmpty() ? 0 : 1) == 1,
                "",
                "give one of uniform, triangular, normal, lognormal and list; a list has at least one value");
    }

    /** The value below which a share {@code u} of all draws lies, 0 &lt; u &lt; 1, as it would stand in a file at {@code at}. */
    public YamlNode value(double u, Position at) {
        return list.isEmpty() ? new YamlNode.Scalar(unit().with(quantile(u)), true, at) : list.get(index(u));
    }

    /** Values that show whether the key takes them: the middle and what lies near the ends, or the whole list. */
    public List<YamlNode> samples(Position at) {
        return list.isEmpty()
                ? DoubleStream.of(0.5, 0.001, 0.999).mapToObj(u -> value(u, at)).toList()
                : list;
    }

    /** What orders draws of this input: the value, or its place in the list. */
    public double order(double u) {
        return list.isEmpty() ? quantile(u) : index(u);
    }

    private int index(double u) {
        return (int) Math.min(list.size() - 1, Math.floor(u * list.size()));
    }

    private Amount unit() {
        return uniform.map(Range::low)
                .or(() -> triangular.map(Triangle::low))
                .or(() -> normal.map(Bell::mean))
                .or(() -> lognormal.map(Skewed::p50))
                .orElseThrow();
    }

    private double quantile(double u) {
        if (uniform.isPresent()) {
            double low = uniform.get().low().number();
            return low + u * (uniform.get().high().number() - low);
        }
        if (triangular.isPresent()) {
            Triangle law = triangular.get();
            return new TriangularDistribution(
                            null,
                            law.low().number(),
                            law.mode().number(),
                            law.high().number())
                    .inverseCumulativeProbability(u);
        }
        if (normal.isPresent()) {
            Bell law = normal.get();
            return new NormalDistribution(null, law.mean().number(), law.sd().number()).inverseCumulativeProbability(u);
        }
        Skewed law = lognormal.orElseThrow();
        return Distribution.lognormal(law.p50().number(), law.p95().number()).quantile(u);
    }
}
