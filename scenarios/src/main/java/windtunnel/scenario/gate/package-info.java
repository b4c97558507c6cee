/** The gate of continuous integration: what an answer may change by, and what it did change by. */
package windtunnel.scenario.gate;
