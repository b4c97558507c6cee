/** Workloads that can be repeated bit for bit by any simulator: their definitions, their random numbers and their check values. */
package windtunnel.bench.workload;
