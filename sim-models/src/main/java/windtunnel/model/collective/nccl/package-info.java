/** NCCL as it runs: which algorithm and protocol its tuner picks, and how long they take. */
package windtunnel.model.collective.nccl;
