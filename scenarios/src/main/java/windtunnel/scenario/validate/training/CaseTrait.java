package windtunnel.scenario.validate.training;

import java.util.Locale;
import java.util.Optional;
import windtunnel.model.compute.Framework;
import windtunnel.model.compute.MemoryModel;
import windtunnel.model.compute.MemoryReport;
import windtunnel.model.compute.Precision;
import windtunnel.scenario.validate.CaseRow;

/**
 * What about a training run is beyond the model, by rules on the run alone: what it was measured at plays no part. A run has the first
 * trait whose rule it meets.
 */
public enum CaseTrait {
    /** Mixtures of at least 64 experts: many small matrices and much traffic between them. */
    MANY_EXPERTS {
        @Override
        boolean meets(CaseRow row, TrainingCase run) {
            return run.shape().experts().count() >= FINE;
        }
    },
    /** Matrices of four bits. */
    FOUR_BITS {
        @Override
        boolean meets(CaseRow row, TrainingCase run) {
            return run.options().precision() == Precision.FP4;
        }
    },
    /** State-space layers. */
    STATE_SPACE {
        @Override
        boolean meets(CaseRow row, TrainingCase run) {
            return run.shape().states().present();
        }
    },
    /** Cards of 40 GB that the memory model finds no room on, or whose state alone fills two fifths of them. */
    AT_THE_EDGE_OF_MEMORY {
        @Override
        boolean meets(CaseRow row, TrainingCase run) {
            MemoryReport memory =
                    MemoryModel.report(run.shape(), run.layout(), HARDWARE.device(run.node()), run.options());
            boolean full = memory.worst().stateBytes() > STATE_SHARE * memory.hbmBytes();
            return memory.hbmBytes() <= SMALL_MEMORY && (full || memory.verdict() != MemoryReport.Verdict.FITS);
        }
    },
    /** One micro-batch a step in Megatron's core. */
    ONE_MICRO_BATCH {
        @Override
        boolean meets(CaseRow row, TrainingCase run) {
            return run.layout().microbatches() == 1 && TrainingSoftware.of(row).framework() == Framework.MEGATRON_CORE;
        }
    },
    /** A system on Omni-Path, which the library does not have: BigScience's runs on Jean Zay. */
    OTHER_NETWORK {
        @Override
        boolean meets(CaseRow row, TrainingCase run) {
            return row.text("source").toLowerCase(Locale.ROOT).contains("bigscience");
        }
    },
    /** At most 24 layers on one node, where the host's work is a large part of the step. */
    FEW_LAYERS {
        @Override
        boolean meets(CaseRow row, TrainingCase run) {
            return run.shape().layers() <= SHALLOW && run.layout().gpus() <= HARDWARE.gpusPerNode(run.node());
        }
    },
    /** Every second layer or matrix of FSDP computed again, with or without a compiler: no column says which. */
    HALF_COMPUTED_AGAIN {
        @Override
        boolean meets(CaseRow row, TrainingCase run) {
            return run.half();
        }
    };

    private static final int FINE = 64;
    private static final int SHALLOW = 24;
    private static final double STATE_SHARE = 0.4;
    private static final long SMALL_MEMORY = 45_000_000_000L;
    private static final TrainingHardware HARDWARE = new TrainingHardware();

    abstract boolean meets(CaseRow row, TrainingCase run);

    /** The first trait of a run, if it has one; none of a run that the model cannot describe. */
    public static synchronized Optional<CaseTrait> of(CaseRow row) {
        TrainingCase run;
        try {
            run = TrainingCase.of(row, HARDWARE);
        } catch (TrainingCase.Unmodelled e) {
            return Optional.empty();
        }
        for (CaseTrait trait : values()) {
            if (trait.meets(row, run)) {
                return Optional.of(trait);
            }
        }
        return Optional.empty();
    }
}
