/** Failures and what they cost held to what operators of large clusters published. */
package windtunnel.scenario.validate.reliability;
