/** What keeps senders from overrunning a network, and what that leaves of the line rate. */
package windtunnel.model.fabric.congestion;
