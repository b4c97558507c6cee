package windtunnel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.random.Distribution;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Issues;

class TimeLawTest {
    private static TimeLaw lognormal(TimeLaw.Lognormal law) {
        return new TimeLaw(Optional.empty(), Optional.empty(), Optional.of(law), Optional.empty());
    }

    private static Optional<TimeSpan> seconds(double value) {
        return Optional.of(new TimeSpan(value));
    }

    @Test
    void eachLawHasItsMeanAndQuantiles() {
        assertThat(TimeLaw.fixed(new TimeSpan(7)).seconds().quantile(0.3)).isEqualTo(7);
        Distribution exponential =
                new TimeLaw(Optional.empty(), seconds(600), Optional.empty(), Optional.empty()).seconds();
        assertThat(exponential.mean()).isEqualTo(600);
        assertThat(exponential.quantile(0.5)).isCloseTo(600 * Math.log(2), within(1e-9));
        Distribution byQuantiles = lognormal(
                        new TimeLaw.Lognormal(seconds(300), seconds(3600), Optional.empty(), new Ratio(1)))
                .seconds();
        assertThat(byQuantiles.quantile(0.5)).isCloseTo(300, within(1e-6));
        assertThat(byQuantiles.quantile(0.95)).isCloseTo(3600, within(1e-5));
        Distribution byMoments = lognormal(
                        new TimeLaw.Lognormal(Optional.empty(), Optional.empty(), seconds(259_200), new Ratio(1)))
                .seconds();
        assertThat(byMoments.mean()).isCloseTo(259_200, within(1e-6));
        // Median of a lognormal with cv 1: mean / sqrt(2).
        assertThat(byMoments.quantile(0.5)).isCloseTo(259_200 / Math.sqrt(2), within(1e-4));
    }

    @Test
    @DisplayName(
            "clu-T4.4 Weibull of mean 100: scale 79.0000 for shape .7; P(T < 10) .20968, .09516, .02676 for .7, 1, 1.5")
    void weibull() {
        assertThat(Gamma.gamma(1 + 1 / 0.7)).isCloseTo(1.265824, within(5e-7));
        assertThat(Gamma.gamma(1 + 1 / 0.8)).isCloseTo(1.133003, within(5e-7));
        assertThat(Gamma.gamma(1 + 1 / 1.5)).isCloseTo(0.902745, within(5e-7));
        double[][] cases = {{0.7, 0.20968}, {1, 0.09516}, {1.5, 0.02676}};
        for (double[] row : cases) {
            TimeLaw law = new TimeLaw(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new TimeLaw.Weibull(new TimeSpan(100), new Ratio(row[0]))));
            assertThat(law.seconds().mean()).isCloseTo(100, within(1e-9));
            assertThat(law.seconds().quantile(row[1])).isCloseTo(10, within(0.002));
        }
        // The least of N has shape k and scale eta N^(-1/k): the median of the least of 4 is the 1 - .5^(1/4) quantile
        // of one.
        TimeLaw one = new TimeLaw(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new TimeLaw.Weibull(new TimeSpan(100), new Ratio(0.7))));
        double scale = 79.0000 * Math.pow(4, -1 / 0.7);
        assertThat(one.seconds().quantile(1 - Math.pow(0.5, 0.25)))
                .isCloseTo(scale * Math.pow(Math.log(2), 1 / 0.7), within(1e-4));
    }

    @Test
    void whatContradictsItselfIsSaid() {
        assertThat(errors(new TimeLaw(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))
                .contains("give one of fixed, exponential, lognormal and weibull");
        assertThat(errors(new TimeLaw(seconds(1), seconds(1), Optional.empty(), Optional.empty())))
                .contains("give one of");
        Issues falling = new Issues();
        new TimeLaw.Lognormal(seconds(600), seconds(300), Optional.empty(), new Ratio(1)).check(falling);
        assertThat(falling.hasErrors()).isTrue();
        Issues mixed = new Issues();
        new TimeLaw.Lognormal(seconds(600), Optional.empty(), seconds(700), new Ratio(1)).check(mixed);
        assertThat(mixed.hasErrors()).isTrue();
    }

    private static String errors(TimeLaw law) {
        Issues issues = new Issues();
        law.check(issues);
        return issues.list().toString();
    }
}
