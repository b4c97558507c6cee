/** Designs side by side, in words and as JSON. */
package windtunnel.report.compare;
