/** All layouts of a model on some GPUs: which are possible, which fit into memory, which is fastest; pure functions. */
package windtunnel.model.compute.search;
