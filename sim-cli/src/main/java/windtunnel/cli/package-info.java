/** The command line. */
package windtunnel.cli;
