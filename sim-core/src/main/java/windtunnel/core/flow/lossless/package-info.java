/** What pauses do to rates in networks that drop nothing. */
package windtunnel.core.flow.lossless;
