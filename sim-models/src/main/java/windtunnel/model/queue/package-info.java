/** Several jobs on one cluster: gang scheduling, backfill, priorities with preemption, quotas and fair shares, by team. */
package windtunnel.model.queue;
