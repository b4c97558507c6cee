/** A window of a job's loaders, sample by sample: workers, reads, decoding, copies and the steps that wait for them. */
package windtunnel.model.training.window;
