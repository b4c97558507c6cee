/** Scenarios and experiments as people write them, bound and resolved. */
package windtunnel.scenario;
