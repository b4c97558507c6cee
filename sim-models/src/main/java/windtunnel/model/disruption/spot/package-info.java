/** Spot capacity: how machines are taken back, what they cost, and when a job buys them. */
package windtunnel.model.disruption.spot;
