/** The files of a sweep: tables for analysts, JSON, a page. */
package windtunnel.report.sweep;
