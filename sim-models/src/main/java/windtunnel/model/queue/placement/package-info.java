/** Where jobs of a queue are put, and what that does to their steps. */
package windtunnel.model.queue.placement;
