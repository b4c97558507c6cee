/** Uncertain inputs and luck together: draws of the inputs, runs within each. */
package windtunnel.scenario.risk;
