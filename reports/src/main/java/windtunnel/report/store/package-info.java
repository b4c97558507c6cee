/** Results in an embedded analytical database; the only package that opens it, so that nothing else loads it. */
package windtunnel.report.store;
