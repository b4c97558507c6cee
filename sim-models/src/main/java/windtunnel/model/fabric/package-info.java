/** Topologies as pure functions from nodes to a cluster with arithmetic routes. */
package windtunnel.model.fabric;
