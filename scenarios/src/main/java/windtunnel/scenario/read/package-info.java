/** From a scenario file to an experiment: binding, paths, cross checks; every mistake is a finding with its place. */
package windtunnel.scenario.read;
