/** Flows of bytes over shared links; their rates are weighted max-min fair, solved once per instant. */
package windtunnel.core.flow;
