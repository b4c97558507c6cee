/** Training jobs: the state machine of a job, its input pipeline and its checkpoints. */
package windtunnel.model.training;
