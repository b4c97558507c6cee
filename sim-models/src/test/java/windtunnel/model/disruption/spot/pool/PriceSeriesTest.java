package windtunnel.model.disruption.spot.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.unit.Price;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.DataFile;

class PriceSeriesTest {
    private static final double HOUR = 3600;

    static PriceSeries fixed(String price) {
        return new PriceSeries(Optional.of(Price.parse(price)), Optional.empty(), Optional.empty());
    }

    static PriceSeries trace(String text) {
        return new PriceSeries(Optional.empty(), Optional.of(new DataFile("p.csv", text)), Optional.empty());
    }

    static PriceSeries reverting(String median, double revertsHours, double volatility, double everyHours) {
        return new PriceSeries(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new PriceSeries.Reverting(
                        Price.parse(median),
                        new TimeSpan(revertsHours * HOUR),
                        new Ratio(volatility),
                        new TimeSpan(everyHours * HOUR))));
    }

    private static List<Double> logs(PriceSeries series, int count, long most, int run) {
        PriceSeries.Prices prices = series.prices(new RandomStreams(1, run).stream("pool-a", "price"), 8, most);
        List<Double> logs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            logs.add(Math.log(prices.nanoUsdPerHour() * 1e-9));
            prices.advance();
        }
        return logs;
    }

    @Test
    @DisplayName("reverting price: stationary from the start, variance of its logarithm s^2/2k, correlation e^(-k t)")
    void stationaryLaw() {
        // k = 1/48 per hour, s = .3 a day: s^2/2k = .09 / 24 x 48 / 2 = .09.
        PriceSeries series = reverting("$4/h", 48, 0.3, 1);
        assertThat(series.reverting().orElseThrow().variance()).isCloseTo(0.09, within(1e-12));
        int runs = 20_000;
        double first = 0;
        double last = 0;
        double squares = 0;
        double both = 0;
        for (int run = 0; run < runs; run++) {
            List<Double> logs = logs(series, 25, Long.MAX_VALUE, run);
            double a = logs.get(0) - Math.log(4);
            double b = logs.get(24) - Math.log(4);
            first += a;
            last += b;
            squares += b * b;
            both += a * b;
        }
        // Standard errors: mean .3 / sqrt(n) = .0021; variance .09 sqrt(2 / n) = .0009.
        assertThat(first / runs).isCloseTo(0, within(3.29 * 0.0021));
        assertThat(last / runs).isCloseTo(0, within(3.29 * 0.0021));
        assertThat(squares / runs).isCloseTo(0.09, within(3.29 * 0.0009));
        assertThat(both / runs).isCloseTo(0.09 * Math.exp(-24 / 48.0), within(3.29 * 0.0008));
    }

    @Test
    @DisplayName("no price is above that of an on-demand machine, and below it the series is the same")
    void capped() {
        PriceSeries series = reverting("$4/h", 48, 0.5, 1);
        List<Double> open = logs(series, 2000, Long.MAX_VALUE, 1);
        List<Double> capped = logs(series, 2000, 5_000_000_000L, 1);
        assertThat(open).anyMatch(log -> log > Math.log(5));
        for (int i = 0; i < open.size(); i++) {
            assertThat(capped.get(i)).isCloseTo(Math.min(open.get(i), Math.log(5)), within(1e-12));
        }
    }

    @Test
    void pricesOfAGpuCountForTheWholeNode() {
        PriceSeries.Prices prices =
                fixed("$0.50/GPU-h").prices(new RandomStreams(1, 0).stream("a", "b"), 8, Long.MAX_VALUE);
        assertThat(prices.nanoUsdPerHour()).isEqualTo(4_000_000_000L);
        assertThat(prices.untilNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTraceIsFollowedStepByStep() {
        PriceSeries.Prices prices = trace("t_seconds,usd_per_hour\n0,3\n60,4.5\n# the end\n120,2\n")
                .prices(new RandomStreams(1, 0).stream("a", "b"), 8, 4_000_000_000L);
        assertThat(prices.nanoUsdPerHour()).isEqualTo(3_000_000_000L);
        assertThat(prices.untilNanos()).isEqualTo(60_000_000_000L);
        prices.advance();
        assertThat(prices.nanoUsdPerHour()).isEqualTo(4_000_000_000L);
        prices.advance();
        assertThat(prices.nanoUsdPerHour()).isEqualTo(2_000_000_000L);
        assertThat(prices.untilNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5;3|line 1: '5;3' is not written as t_seconds,usd_per_hour",
                "5,3|line 1: '5,3' is not at second 0, where a trace begins",
                "0,NaN|line 1: '0,NaN' is not written as",
                "0,-3|line 1: '0,-3' is not written as",
                "0,1e9|line 1: '0,1e9' is out of range",
                "# nothing|has no line of data"
            })
    void whatIsNoTraceIsRefused(String text, String message) {
        assertThatThrownBy(() -> PriceSeries.steps(text)).hasMessageContaining(message);
        assertThatThrownBy(() -> PriceSeries.steps("0,1\n5,2\n5,3")).hasMessageContaining("line 3: '5,3' is not later");
    }
}
