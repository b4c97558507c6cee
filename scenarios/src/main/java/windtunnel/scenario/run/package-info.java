/** Running scenarios: one run on one thread, replications on a pool, and the record that answers. */
package windtunnel.scenario.run;
