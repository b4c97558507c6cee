package windtunnel.report.chart.svg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlyphTableTest {
    @Test
    void widthsAreThoseOfTheBundledFont() {
        // Arimo has the widths of Arial: A 1366, V 1366, blank 569 of 2048 units.
        assertThat(GlyphTable.of(false).width("AV ", 2048)).isEqualTo(1366 + 1366 + 569);
        assertThat(GlyphTable.of(true).width("A", 2048)).isEqualTo(1479);
        assertThat(GlyphTable.of(false).width("\u540d", 13)).isEqualTo(13);
    }
}
