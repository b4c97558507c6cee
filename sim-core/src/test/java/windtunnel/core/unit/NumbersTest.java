package windtunnel.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "0.3, 0.3",
        "100, 100",
        "1e20, 100000000000000000000",
        "1e21, 1e21",
        "1.5e-9, 1.5e-9",
        "-0.0, 0",
        "1.97626258336499e-323, 1.97626258336499e-323",
        "0.30000000000000004, 0.30000000000000004",
        "9007199254740993, 9007199254740992",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "-1234.5, -1234.5",
        "0.000001, 0.000001",
    })
    void jsonPrintsTheFewestDigits(double value, String text) {
        assertThat(Numbers.json(value)).isEqualTo(text);
    }

    @Property(tries = 3000)
    void jsonReadsBack(@ForAll double value) {
        assertThat(Double.parseDouble(Numbers.json(value))).isEqualTo(value + 0.0);
    }

    @Test
    void jsonRefusesWhatIsNoNumber() {
        assertThatThrownBy(() -> Numbers.json(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Numbers.json(Double.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void formsForPeople() {
        assertThat(Numbers.fixed(2.5, 0)).isEqualTo("2");
        assertThat(Numbers.fixed(-0.001, 2)).isEqualTo("0.00");
        assertThat(Numbers.significant(0.763125297, 4)).isEqualTo("0.7631");
        assertThat(Numbers.grouped(30002.7556, 2)).isEqualTo("30,002.76");
        assertThat(Numbers.grouped(-1234567, 0)).isEqualTo("-1,234,567");
        assertThat(Numbers.usd(new BigDecimal("30002.7556"))).isEqualTo("$30,002.76");
        assertThat(Numbers.percent(0.2369, 1)).isEqualTo("23.7 %");
        assertThat(Numbers.bytes(96L << 40)).isEqualTo("96 TiB");
        assertThat(Numbers.bytes(80_000_000_000L)).isEqualTo("80 GB");
        assertThat(Numbers.bytes(1536)).isEqualTo("1536 B");
        assertThat(Numbers.bytes(0)).isEqualTo("0 B");
        assertThat(Numbers.bandwidth(20e9)).isEqualTo("20 GB/s");
        assertThat(Numbers.duration(206_000)).isEqualTo("57.22 h");
        assertThat(Numbers.durationLike(281_844, 206_000)).isEqualTo("78.29 h");
        assertThat(Numbers.durationLike(3600, 300_000)).isEqualTo("0.04167 d");
        assertThat(Numbers.durationLike(0.5, 0.2)).isEqualTo("500 ms");
        assertThat(Numbers.duration(0.224)).isEqualTo("224 ms");
        assertThat(Numbers.duration(1.8725e-6)).isEqualTo("1.873 us");
        assertThat(Numbers.si(999_999, 4)).isEqualTo("1 M");
    }

    @Test
    void roundedPartsAddUpToTheRoundedTotal() {
        List<BigDecimal> thirds = List.of(new BigDecimal("0.333"), new BigDecimal("0.333"), new BigDecimal("0.334"));
        assertThat(Apportion.round(thirds, 2))
                .containsExactly(new BigDecimal("0.33"), new BigDecimal("0.33"), new BigDecimal("0.34"));
        assertThat(Apportion.toTotal(new double[] {1, 1, 1}, 100)).containsExactly(34, 33, 33);
        assertThat(Apportion.toTotal(new double[] {0, 0}, 0)).containsExactly(0, 0);
    }

    @Property(tries = 500)
    void apportionedPartsAlwaysSum(
            @ForAll @net.jqwik.api.constraints.Size(min = 1, max = 12)
                    List<@net.jqwik.api.constraints.DoubleRange(min = 0.01, max = 1e6) Double> parts) {
        double[] array = parts.stream().mapToDouble(Double::doubleValue).toArray();
        long total = 1_000_000_007L;
        long sum = 0;
        for (long part : Apportion.toTotal(array, total)) {
            assertThat(part).isNotNegative();
            sum += part;
        }
        assertThat(sum).isEqualTo(total);
    }

    @Property(tries = 500)
    void wholePartsAreApportionedExactly(
            @ForAll @net.jqwik.api.constraints.Size(min = 1, max = 12)
                    List<@net.jqwik.api.constraints.LongRange(min = 1, max = 30_000_000_000_000L) Long> parts,
            @ForAll @net.jqwik.api.constraints.LongRange(min = 0, max = 1L << 52) long total) {
        long[] array = parts.stream().mapToLong(Long::longValue).toArray();
        BigDecimal sum =
                BigDecimal.valueOf(parts.stream().mapToLong(Long::longValue).sum());
        long[] whole = Apportion.toTotal(array, total);
        long left = total;
        for (int i = 0; i < array.length; i++) {
            BigDecimal exact = BigDecimal.valueOf(array[i]).multiply(BigDecimal.valueOf(total));
            // Within one of its exact share.
            assertThat(BigDecimal.valueOf(whole[i])
                            .multiply(sum)
                            .subtract(exact)
                            .abs())
                    .isLessThan(sum);
            left -= whole[i];
        }
        assertThat(left).isZero();
        assertThat(Apportion.toTotal(new long[] {1, 1, 1}, 100)).containsExactly(34, 33, 33);
        assertThat(Apportion.toTotal(new long[] {0, 3, 1}, 2)).containsExactly(0, 2, 0);
    }
}
