/** Spot capacity held to recorded traces. */
package windtunnel.scenario.validate.spot;
