/** Shared file systems: how throughput follows from capacity and tier, and who gets how much of it. */
package windtunnel.model.storage;
