/** The clock, the event queue and the run loop; nothing else. */
package windtunnel.core.engine;
