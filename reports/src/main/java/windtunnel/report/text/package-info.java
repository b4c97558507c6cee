/** The answer on a terminal; knows no charts, so that it starts quickly. */
package windtunnel.report.text;
