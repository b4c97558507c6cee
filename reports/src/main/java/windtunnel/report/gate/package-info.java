/** What the gate says, in words, and in the formats of test reports and annotations. */
package windtunnel.report.gate;
