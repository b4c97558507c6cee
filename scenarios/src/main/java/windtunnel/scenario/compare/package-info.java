/** Designs side by side under the same luck: paired differences, and what explains them. */
package windtunnel.scenario.compare;
