/** Counted resources with a queue. */
package windtunnel.core.slots;
