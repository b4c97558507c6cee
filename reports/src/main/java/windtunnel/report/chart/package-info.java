/** Charts made by JFreeChart, drawn the same on every machine: text widths come from a bundled table, colours have names. */
package windtunnel.report.chart;
