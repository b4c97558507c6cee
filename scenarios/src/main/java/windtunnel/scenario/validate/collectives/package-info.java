/** Predicts published runs of nccl-tests: from what a case says of its hardware to the collective model. */
package windtunnel.scenario.validate.collectives;
