package windtunnel.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import windtunnel.report.CourseSamples;
import windtunnel.report.Samples;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.chart.svg.Ink;

class ChartsTest {
    static List<Chart> charts() {
        List<Chart> all = new java.util.ArrayList<>(Charts.of(Samples.twenty()));
        all.addAll(Charts.of(CourseSamples.everyState()));
        all.addAll(Charts.of(CourseSamples.cut()));
        all.addAll(Charts.of(Samples.single()));
        all.addAll(Charts.of(Samples.named("<script>]]>\"'& \u540d\u524d")));
        return all;
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void svgIsWellFormedAndNamesItself(Chart chart) throws Exception {
        Document document = parse(chart.standalone().svgFile());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getDocumentElement().getAttribute("aria-label")).isNotBlank();
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isNotBlank();
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                .hasSizeGreaterThan(20);
        assertThat(document.getElementsByTagName("text").getLength()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("charts")
    void svgHoldsNoPathOfAMachineAndNoTime(Chart chart) {
        String svg =
                chart.draw(Chart.WIDE, false).svgInline() + chart.standalone().svgFile();
        assertThat(svg)
                .doesNotContain(System.getProperty("user.dir"))
                .doesNotContain(System.getProperty("java.io.tmpdir") + "/")
                .doesNotContain("file:")
                .doesNotContain("<!--")
                .doesNotContainPattern("\\d\\d:\\d\\d:\\d\\d")
                .doesNotContain(" id=");
    }

    @ParameterizedTest
    @MethodSource("charts")
    void fileHasFixedColoursAndPageHasVariables(Chart chart) {
        assertThat(chart.standalone().svgFile()).doesNotContain("var(");
        assertThat(chart.draw(Chart.WIDE, false).svgInline()).contains("var(--");
    }

    @ParameterizedTest
    @MethodSource("charts")
    void twoDrawingsAreTheSame(Chart chart) {
        assertThat(chart.standalone().svgFile()).isEqualTo(chart.standalone().svgFile());
        assertThat(chart.standalone().png()).isEqualTo(chart.standalone().png());
    }

    @ParameterizedTest
    @MethodSource("charts")
    void textStaysInsideThePictureAtEveryWidth(Chart chart) throws Exception {
        for (int width : new int[] {Chart.NARROW, Chart.WIDE}) {
            var texts = parse(chart.draw(width, false).svgInline()).getElementsByTagName("text");
            for (int i = 0; i < texts.getLength(); i++) {
                var text = (org.w3c.dom.Element) texts.item(i);
                double x = Double.parseDouble(text.getAttribute("x"));
                double length = Double.parseDouble(text.getAttribute("textLength"));
                assertThat(x).as(text.getTextContent()).isGreaterThanOrEqualTo(-0.5);
                assertThat(x + length).as(text.getTextContent()).isLessThanOrEqualTo(width + 0.5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("charts")
    void coordinatesNeedNoMoreThanFourDecimals(Chart chart) {
        String svg = chart.draw(Chart.WIDE, false).svgInline();
        Pattern.compile(" (?:x|y|x1|x2|y1|y2|width|height)=\"(-?[0-9.]+)\"")
                .matcher(svg)
                .results()
                .mapToDouble(m -> Double.parseDouble(m.group(1)) * 16)
                .forEach(sixteenths -> assertThat(sixteenths).isEqualTo(Math.rint(sixteenths)));
    }

    @Test
    void waterfallBarsAddUpToTheWholeWidth() {
        BarsChart chart = (BarsChart) Charts.waterfall(Samples.twenty()).orElseThrow();
        BarsChart.Bar last = chart.bars().get(chart.bars().size() - 1);
        assertThat(last.start() + last.length()).isCloseTo(1, within(1e-9));
    }

    @Test
    void pngIsTwiceTheSizeAndNotBlank() throws Exception {
        Drawing drawing = Charts.waterfall(Samples.twenty()).orElseThrow().standalone();
        var image = ImageIO.read(new ByteArrayInputStream(drawing.png()));
        assertThat(image.getWidth()).isEqualTo(2 * drawing.width());
        assertThat(image.getHeight()).isEqualTo(2 * drawing.height());
        int productive = Ink.PRODUCTIVE.color().getRGB();
        long pixels = java.util.stream.IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == productive)
                .count();
        assertThat(pixels).isGreaterThan(1000);
    }

    @Test
    void goalFarAwayDoesNotSquashTheCurve() throws Exception {
        double[] hours = {3600 * 10, 3600 * 11};
        OddsChart chart = new OddsChart(
                "finish",
                "t",
                "l",
                hours,
                2,
                OddsScale.durations(hours),
                java.util.Optional.of(new OddsChart.Goal(3600 * 1000, "deadline 1000 h")),
                java.util.Optional.empty());
        assertThat(chart.draw(Chart.WIDE, false).svgInline())
                .contains(">10 h</text>")
                .contains("deadline 1000 h");
    }

    @Test
    void runsThatAllEndAtOnceStillGiveAChart() throws Exception {
        double[] same = {3600, 3600, 3600};
        OddsChart chart = new OddsChart(
                "finish",
                "t",
                "l",
                same,
                3,
                OddsScale.durations(same),
                java.util.Optional.empty(),
                java.util.Optional.empty());
        assertThat(parse(chart.draw(Chart.NARROW, false).svgInline())
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }

    @Test
    void datesWeeksApartGetTicksAtMidnight() {
        Instant start = Instant.parse("2027-01-04T08:00:00Z");
        double day = 86_400;
        OddsChart.Scale scale = OddsScale.dates(start, new double[] {20 * day, 40 * day});
        List<Double> ticks = scale.ticks().between(20 * day, 40 * day, 6);
        assertThat(ticks).hasSizeBetween(2, 6);
        assertThat(ticks).allMatch(tick -> (tick + 8 * 3600) % day == 0);
    }

    @Test
    void curveOfFinishesEndsAtTheHorizonBelowTheTop() {
        OddsChart chart = (OddsChart) Charts.finish(CourseSamples.cut()).orElseThrow();
        assertThat(chart.values()).hasSize(17);
        assertThat(chart.runs()).isEqualTo(20);
        assertThat(chart.cut().orElseThrow().text()).isEqualTo("3 of 20 runs not done by the horizon");
        assertThat(chart.draw(Chart.WIDE, false).label())
                .contains("17 of 20 runs")
                .contains("P50")
                .doesNotContain("P90");
    }

    @Test
    void runsThatAllFinishedHaveNoHorizonInTheChart() {
        OddsChart chart = (OddsChart) Charts.finish(Samples.twenty()).orElseThrow();
        assertThat(chart.cut()).isEmpty();
        assertThat(chart.draw(Chart.WIDE, false).label()).contains("P90");
    }

    @Test
    void rarerCausesShareALaneSoThatThereAreAtMostEight() {
        TimelineChart chart =
                (TimelineChart) Charts.timelines(CourseSamples.everyState()).get(0);
        assertThat(chart.lanes()).hasSize(8);
        assertThat(chart.lanes().get(7).cause()).isEqualTo("5 other causes");
        assertThat(chart.lanes().stream().mapToInt(lane -> lane.stops().size()).sum())
                .isEqualTo(240);
    }

    @Test
    void smallLossesAreDrawnLargerAndTheCutBarSaysSo() {
        BarsChart small = (BarsChart) Charts.waterfall(Samples.single()).orElseThrow();
        assertThat(small.cut()).isTrue();
        assertThat(small.bars().get(0).length()).isEqualTo(0.4);
        // 10 % of the time is 10 / 18.766 of what is not computing, and that takes 60 % of the width.
        assertThat(small.bars().get(1).length()).isCloseTo(0.1 / 0.18766 * 0.6, within(1e-9));
        assertThat(((BarsChart) Charts.waterfall(Samples.twenty()).orElseThrow()).cut())
                .isFalse();
    }
}
