/** Pools of spot machines, each with its own capacity and price; who draws machines from them, and when. */
package windtunnel.model.disruption.spot.pool;
