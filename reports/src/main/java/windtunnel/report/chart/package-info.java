/** Charts made by JFreeChart, one for each question that a picture answers. */
package windtunnel.report.chart;
