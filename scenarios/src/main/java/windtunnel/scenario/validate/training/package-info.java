/** Predicts published training runs: from what a case says of model, layout and hardware to the step model. */
package windtunnel.scenario.validate.training;
