/** Named random streams that no new model can disturb, and distributions sampled by inversion. */
package windtunnel.core.random;
