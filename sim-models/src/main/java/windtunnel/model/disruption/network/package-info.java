/** Faults of links, switches and single GPUs, and traffic of others. */
package windtunnel.model.disruption.network;
