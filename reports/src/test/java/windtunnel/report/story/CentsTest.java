package windtunnel.report.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CentsTest {
    @Test
    void thirdsOfADollarAddUpToADollar() {
        BigDecimal third = BigDecimal.ONE.divide(new BigDecimal(3), MathContext.DECIMAL128);
        assertThat(Cents.spread(List.of(third, third, third), BigDecimal.ONE, 2))
                .containsExactlyInAnyOrder(new BigDecimal("0.34"), new BigDecimal("0.33"), new BigDecimal("0.33"));
    }

    @Test
    void aTieThatDivisionDustWouldTipFollowsTheTotal() {
        BigDecimal total = new BigDecimal("10.015");
        BigDecimal dusty = new BigDecimal("5.0074999999999999999");
        List<BigDecimal> rounded = Cents.spread(List.of(dusty, dusty), total, 2);
        assertThat(rounded.get(0).add(rounded.get(1))).isEqualByComparingTo("10.02");
    }

    @Test
    void rowsThatMissTheTotalAreRefused() {
        assertThatThrownBy(() -> Cents.spread(List.of(BigDecimal.ONE), BigDecimal.TEN, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1")
                .hasMessageContaining("10");
    }

    @Property(tries = 200)
    void roundedPartsAddUpAndStayWithinACent(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 1_000_000) Integer> weights,
            @ForAll @IntRange(max = 100_000_000) int milliDollars) {
        BigDecimal total = BigDecimal.valueOf(milliDollars, 3);
        long sum = weights.stream().mapToLong(Integer::longValue).sum();
        List<BigDecimal> parts = new ArrayList<>();
        for (int weight : weights) {
            parts.add(
                    sum == 0
                            ? BigDecimal.ZERO
                            : total.multiply(BigDecimal.valueOf(weight))
                                    .divide(BigDecimal.valueOf(sum), MathContext.DECIMAL128));
        }
        BigDecimal whole = sum == 0 ? BigDecimal.ZERO : total;
        List<BigDecimal> rounded = Cents.spread(parts, whole, 2);
        assertThat(rounded.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(whole.setScale(2, java.math.RoundingMode.HALF_EVEN));
        for (int i = 0; i < parts.size(); i++) {
            assertThat(rounded.get(i).subtract(parts.get(i)).abs()).isLessThanOrEqualTo(new BigDecimal("0.01"));
        }
    }
}
