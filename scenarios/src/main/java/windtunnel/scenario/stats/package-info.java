/** Statistics over replications. */
package windtunnel.scenario.stats;
