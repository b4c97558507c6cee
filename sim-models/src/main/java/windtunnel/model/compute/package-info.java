/**
 * The dense transformer training step: parameters, FLOPs, kernel times, memory, parallel layouts, pipeline schedules and
 * their composition into one step. Pure functions over immutable records; seconds, bytes and FLOPs are plain numbers
 * whose names end in the unit.
 */
package windtunnel.model.compute;
