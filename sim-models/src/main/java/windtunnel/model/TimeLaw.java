package windtunnel.model;

import java.util.Optional;
import org.apache.commons.math3.special.Gamma;
import windtunnel.core.random.Distribution;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.key.Shorthand;

/** A time that is fixed or varies by a law: {@code 5 min}, or {@code { lognormal: { p50: 5 min, p95: 60 min } }}. */
@Shorthand("fixed")
public record TimeLaw(
        @Key(doc = "Always this long.", example = "5 min") Optional<TimeSpan> fixed,

        @Key(doc = "Exponential with this mean.", example = "10 min")
        Optional<TimeSpan> exponential,

        @Key(doc = "Lognormal, by two quantiles or by mean and spread.", example = "{ p50: 5 min, p95: 60 min }")
        Optional<Lognormal> lognormal,

        @Key(doc = "Weibull, by mean and shape.", example = "{ mean: 100 h, shape: 0.7 }")
        Optional<Weibull> weibull)
        implements Checked {

    /** A lognormal time. */
    public record Lognormal(
            @Key(doc = "Median.", example = "5 min") Optional<TimeSpan> p50,

            @Key(doc = "Time that 95 of 100 stay below.", example = "60 min")
            Optional<TimeSpan> p95,

            @Key(doc = "Mean.", example = "3 d") Optional<TimeSpan> mean,

            @Key(doc = "Standard deviation over mean; with a mean.", def = "1")
            Ratio cv)
            implements Checked {
        @Override
        public void check(Issues issues) {
            boolean quantiles = p50.isPresent() && p95.isPresent() && mean.isEmpty();
            boolean moments = mean.isPresent() && p50.isEmpty() && p95.isEmpty();
            issues.check(quantiles || moments, "", "give p50 and p95, or mean and cv");
            if (quantiles) {
                boolean rising = p50.get().seconds() > 0
                        && p95.get().seconds() > p50.get().seconds();
                issues.check(rising, "p95", "must be above p50, and both above 0");
            }
            issues.check(mean.isEmpty() || mean.get().seconds() > 0, "mean", "must be above 0");
            issues.check(cv.value() > 0, "cv", "must be above 0; give a plain time if it never varies");
        }
    }

    /** A Weibull time; a shape below 1 means that the young fail more often than the old. */
    public record Weibull(
            @Key(doc = "Mean.", example = "100 h") TimeSpan mean,

            @Key(doc = "Shape; 1 is exponential.", example = "0.7")
            Ratio shape)
            implements Checked {
        @Override
        public void check(Issues issues) {
            issues.check(mean.seconds() > 0, "mean", "must be above 0");
            issues.check(shape.value() >= 0.05 && shape.value() <= 100, "shape", "must be from 0.05 to 100");
        }
    }

    /** A fixed time. */
    public static TimeLaw fixed(TimeSpan time) {
        return new TimeLaw(Optional.of(time), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public void check(Issues issues) {
        long laws = fixed.stream().count()
                + exponential.stream().count()
                + lognormal.stream().count()
                + weibull.stream().count();
        issues.check(laws == 1, "", "give one of fixed, exponential, lognormal and weibull");
        issues.check(
                exponential.isEmpty() || exponential.get().seconds() > 0, "exponential", "its mean must be above 0");
    }

    /** The law in seconds; a Weibull's scale is mean / Gamma(1 + 1/shape). */
    public Distribution seconds() {
        if (fixed.isPresent()) {
            return Distribution.constant(fixed.get().seconds());
        }
        if (exponential.isPresent()) {
            return Distribution.exponential(exponential.get().seconds());
        }
        if (weibull.isPresent()) {
            double shape = weibull.get().shape().value();
            return Distribution.weibull(shape, weibull.get().mean().seconds() / Gamma.gamma(1 + 1 / shape));
        }
        Lognormal law = lognormal.orElseThrow();
        return law.mean()
                .map(mean -> Distribution.lognormalMean(mean.seconds(), law.cv().value()))
                .orElseGet(() -> Distribution.lognormal(
                        law.p50().orElseThrow().seconds(),
                        law.p95().orElseThrow().seconds()));
    }
}
