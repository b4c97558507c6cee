/** The surface that charts are drawn on: named inks, a font of fixed widths, and SVG with the same bytes everywhere. */
package windtunnel.report.chart.svg;
