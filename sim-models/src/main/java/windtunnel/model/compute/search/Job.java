package windtunnel.model.compute.search;

import windtunnel.model.compute.Device;
import windtunnel.model.compute.ModelShape;
import windtunnel.model.compute.StepOptions;

/**
 * What is to be laid out.
 *
 * @param shape the model
 * @param gpus how many GPUs it must fill
 * @param globalBatch sequences of one optimizer step
 * @param sequence tokens of one sequence
 * @param device the GPU
 * @param options what no layout decides
 */
public record Job(ModelShape shape, int gpus, int globalBatch, int sequence, Device device, StepOptions options) {}
