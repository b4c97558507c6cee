/** What goes wrong: each kind changes the cluster, and workloads listen to it. */
package windtunnel.model.disruption;
