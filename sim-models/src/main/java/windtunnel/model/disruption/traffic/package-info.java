/** Traffic of others on the links of a cluster. */
package windtunnel.model.disruption.traffic;
