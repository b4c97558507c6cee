package windtunnel.model.compute;

import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.Layout.Batch;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.Layout.Recompute;
import windtunnel.model.compute.Layout.Schedule;
import windtunnel.model.compute.StepOptions.AttentionCounting;
import windtunnel.model.compute.StepOptions.AttentionKernel;

/** Models, devices and layouts that several tests use. */
final class Samples {

    static final ModelShape GPT3 = ModelShape.gpt(96, 12288, 96, 51200, 2048);
    static final ModelShape LLAMA_8B = ModelShape.llama(32, 4096, 14336, 32, 8, 128256);
    static final ModelShape LLAMA_70B = ModelShape.llama(80, 8192, 28672, 64, 8, 128256);
    static final ModelShape LLAMA_405B = ModelShape.llama(126, 16384, 53248, 128, 8, 128256);

    static final ModelShape MIXTRAL =
            ModelShape.llama(32, 4096, 14336, 32, 8, 32000).withExperts(Experts.routed(8, 2, 14336));

    static final Device A100 = new Device(
            new Device.PeakFlops(312e12, 0),
            new Device.Hbm(80_000_000_000L, 2.039e12),
            GemmConstants.A100_SXM,
            0.60,
            2L << 30);
    static final Device H100 = new Device(
            new Device.PeakFlops(989e12, 1979e12),
            new Device.Hbm(80_000_000_000L, 3.35e12),
            GemmConstants.H100_SXM,
            0.55,
            2L << 30);

    static final StepOptions MEGATRON_2022 =
            StepOptions.defaults().withAttention(AttentionKernel.UNFUSED, AttentionCounting.FULL);

    private Samples() {}

    /** The four models of Korthikanti et al. 2022 with their layouts. */
    enum Korthikanti {
        GPT_22B(48, 6144, 64, 1, 1, 4, 4),
        GPT_175B(96, 12288, 96, 8, 3, 1, 64),
        GPT_530B(105, 20480, 128, 35, 3, 1, 280),
        GPT_1T(128, 25600, 160, 64, 1, 1, 512);

        static final int SEQUENCE = 2048;
        static final int VOCAB = 51200;
        static final int TENSOR = 8;
        final ModelShape shape;
        final Degrees degrees;
        final Batch batch;

        Korthikanti(int layers, int hidden, int heads, int pipeline, int chunks, int micro, int global) {
            shape = ModelShape.gpt(layers, hidden, heads, VOCAB, SEQUENCE);
            degrees = new Degrees(TENSOR, pipeline, chunks, 1);
            batch = new Batch(micro, global, SEQUENCE);
        }

        Layout layout(Recompute recompute, boolean sequenceParallel) {
            Schedule schedule = degrees.virtualStages() > 1 ? Schedule.INTERLEAVED : Schedule.ONE_F_ONE_B;
            return new Layout(degrees, batch, schedule, recompute, sequenceParallel, 0);
        }
    }

    /** Alpha-beta costs: all-reduce {@code alpha + 2(t-1)/t S/bw}, its halves half of it, hops at their bandwidth. */
    static CommCosts alphaBeta(int tensor, double tensorBytesPerSec, double hopBytesPerSec, int data, double dataRate) {
        return (dimension, op, payload) -> {
            if (dimension == Dimension.PIPELINE) {
                return payload / hopBytesPerSec;
            }
            boolean inside = dimension == Dimension.TENSOR || dimension == Dimension.EXPERT;
            double ranks = inside ? tensor : data;
            double alpha = inside ? 10e-6 : 40e-6;
            double rate = inside ? tensorBytesPerSec : dataRate;
            double allReduce = alpha + 2 * (ranks - 1) / ranks * payload / rate;
            return op == CollectiveOp.ALL_REDUCE ? allReduce : allReduce / 2;
        };
    }

    static Layout llama70bOn512(int data) {
        return new Layout(
                new Degrees(8, 4, 1, data),
                new Batch(1, 1024, 8192),
                Schedule.ONE_F_ONE_B,
                Recompute.SELECTIVE,
                true,
                1);
    }
}
