/** The answer to which layout a job should have, in words and as JSON. */
package windtunnel.report.layouts;
