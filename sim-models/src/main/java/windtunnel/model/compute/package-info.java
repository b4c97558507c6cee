/** The transformer training step as pure functions: parameters, FLOPs, kernels, memory, schedules, the step. */
package windtunnel.model.compute;
