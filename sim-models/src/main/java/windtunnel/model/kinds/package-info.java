/** The one list of kinds. */
package windtunnel.model.kinds;
