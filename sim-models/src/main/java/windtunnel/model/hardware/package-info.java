/** What can be bought: GPUs, links, nodes, storage tiers, each value with source and date. */
package windtunnel.model.hardware;
