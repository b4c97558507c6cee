package windtunnel.report.html;

import windtunnel.report.chart.Chart;

/** Charts on a page: drawn twice, for a phone and for wider pages; the style sheet shows one. */
final class Figures {
    private Figures() {}

    static void append(Html html, Chart chart) {
        html.open("figure", "class", "chart");
        html.raw("<div class=\"wide\">")
                .raw(chart.draw(Chart.WIDE, false).svgInline())
                .raw("</div>");
        html.raw("<div class=\"narrow\">")
                .raw(chart.draw(Chart.NARROW, false).svgInline())
                .raw("</div>");
        html.close("figure");
    }
}
