/** The report as one page: no scripts, no network, readable on a phone, on a screen and on paper. */
package windtunnel.report.html;
