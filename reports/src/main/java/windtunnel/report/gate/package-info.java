/** What the gate says, in the formats of those who listen: people, pull requests, test reports, annotations. */
package windtunnel.report.gate;
