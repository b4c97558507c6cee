/** YAML text as a tree that knows where each of its nodes stands; strict, with limits, and silent about meaning. */
package windtunnel.scenario.yaml;
