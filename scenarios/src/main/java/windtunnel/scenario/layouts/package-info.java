/** Which parallel layout a training job should have: a scenario's cluster and job searched on all cores. */
package windtunnel.scenario.layouts;
