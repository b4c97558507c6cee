package windtunnel.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "1 B, 1",
        "1 kB, 1000",
        "1 KiB, 1024",
        "96 TiB, 105553116266496",
        "400 GB, 400000000000",
        "1.5 KiB, 1536",
        "0, 0",
        "2PiB, 2251799813685248",
        "1_000 MB, 1000000000",
        "1 MB, 1000000",
        "1 MiB, 1048576",
        "1 GiB, 1073741824",
        "1 TB, 1000000000000",
        "1 EB, 1000000000000000000",
    })
    void sizes(String text, long bytes) {
        assertThat(Bytes.parse(text).value()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "400 Gb/s, 5e10",
        "20 GB/s, 2e10",
        "1 b/s, 0.125",
        "8 kb/s, 1000",
        "1 GiB/s, 1073741824",
        "1 Gib/s, 134217728",
        "3.35 TB/s, 3.35e12",
        "612 MB/s, 6.12e8",
    })
    void bandwidths(String text, double bytesPerSec) {
        assertThat(Bandwidth.parse(text).bytesPerSec()).isEqualTo(bytesPerSec);
    }

    @ParameterizedTest
    @CsvSource({
        "30 s, 30",
        "5 min, 300",
        "12 h, 43200",
        "90 d, 7776000",
        "0.224 s, 0.224",
        "250 ms, 0.25",
        "1.5 us, 1.5e-6",
        "936.25 ns, 9.3625e-7",
        "0, 0",
    })
    void times(String text, double seconds) {
        assertThat(TimeSpan.parse(text).seconds()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "1.0 T, 1000000000000", "300 k, 300000", "2.5 M, 2500000", "15.6 T, 15600000000000"})
    void counts(String text, long value) {
        assertThat(Count.parse(text).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"3 M$, 3000000", "$250000, 250000", "120 USD, 120", "$98.32, 98.32", "$3 M, 3000000"})
    void money(String text, BigDecimal usd) {
        assertThat(Money.parse(text).usd()).isEqualByComparingTo(usd);
    }

    @Test
    void prices() {
        assertThat(Price.parse("$98.32/h").usd()).isEqualByComparingTo("98.32");
        assertThat(Price.parse("0.145 $/GB-month").per()).isEqualTo("GB-month");
        assertThat(Price.parse("0 $/GB-month").usd()).isEqualByComparingTo("0");
        assertThatThrownBy(() -> Price.parse("$98.32"))
                .isInstanceOf(QuantityException.class)
                .hasMessageContaining("$98.32/h");
        assertThatThrownBy(() -> Price.parse("$98.32/hour"))
                .isInstanceOf(QuantityException.class)
                .hasMessageContaining("'hour'");
    }

    @Test
    void ratesAndThroughputPerCapacity() {
        assertThat(EventRate.parse("0.05 per node-hour").perSec()).isEqualTo(0.05 / 3600);
        assertThat(EventRate.parse("6.5e-3 per node-day").perSec()).isEqualTo(6.5e-3 / 86_400);
        assertThat(BandwidthPerCapacity.parse("125 MB/s per TiB").bytesPerSecPerTiB())
                .isEqualTo(125e6);
        assertThat(Fraction.parse("85 %").value()).isEqualTo(0.85);
        assertThat(Fraction.parse("0.85").value()).isEqualTo(0.85);
        assertThat(Flops.parse("989 TFLOP/s").perSec()).isEqualTo(989e12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400",
                "4 gb",
                "1e999 GB",
                "GB",
                "",
                "4 GB/s",
                "-1 GB",
                "0.5 B",
                "99 EiB",
                "1..5 GB",
                "NaN B",
                "4 Gb"
            })
    void badSizesAreRefused(String text) {
        assertThatThrownBy(() -> Bytes.parse(text)).isInstanceOf(QuantityException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "0 GB/s", "-3 GB/s", "400 GBps", "400 Gb", "1e308 EB/s"})
    void badBandwidthsAreRefused(String text) {
        assertThatThrownBy(() -> Bandwidth.parse(text)).isInstanceOf(QuantityException.class);
    }

    @Test
    void aWrongUnitNamesTheNearest() {
        assertThatThrownBy(() -> Bandwidth.parse("400 gb/s"))
                .hasMessageContaining("'gb/s'")
                .hasMessageContaining("'GB/s' or 'Gb/s'");
        assertThatThrownBy(() -> TimeSpan.parse("5 mins")).hasMessageContaining("did you mean 'min'");
        assertThatThrownBy(() -> TimeSpan.parse("30 days")).hasMessageContaining("(did you mean 'd'?); a time is");
        assertThatThrownBy(() -> TimeSpan.parse("2 hours")).hasMessageContaining("did you mean 'h'");
        assertThatThrownBy(() -> TimeSpan.parse("2 minutes")).hasMessageContaining("did you mean 'min'");
        assertThatThrownBy(() -> Money.parse("3M")).hasMessageContaining("did you mean 'M$'");
        assertThatThrownBy(() -> Bytes.parse("96")).hasMessageContaining("has no unit");
    }

    @Test
    void nearestFindsTypingErrors() {
        assertThat(Nearest.of("fabirc", java.util.List.of("nodes", "fabric", "storage")))
                .isEqualTo("fabric");
        assertThat(Nearest.of("zzzzzz", java.util.List.of("nodes", "fabric"))).isNull();
    }
}
