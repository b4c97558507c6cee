package windtunnel.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import windtunnel.model.compute.Layout.Schedule;

/** The program against a list of passes for each stage, run one by one as soon as what they wait for is known: the same bits. */
class PipelineOrderTest {
    private record Pass(boolean forward, int position, int microbatch) {}

    /** Passes of a stage as the papers list them. */
    private static List<Pass> order(Schedule schedule, int stage, int p, int v, int m) {
        List<Pass> forwards = new ArrayList<>();
        List<Pass> backwards = new ArrayList<>();
        for (int group = 0; group < (v == 1 ? 1 : m / p); group++) {
            for (int chunk = 0; chunk < v; chunk++) {
                for (int i = 0; i < (v == 1 ? m : p); i++) {
                    forwards.add(new Pass(true, chunk * p + stage, group * p + i));
                    backwards.add(new Pass(false, (v - 1 - chunk) * p + stage, group * p + i));
                }
            }
        }
        int warmup = switch (schedule) {
            case GPIPE -> m;
            case INTERLEAVED -> Math.min(2 * (p - 1 - stage) + (v - 1) * p, m * v);
            default -> Math.min(p - 1 - stage, m);
        };
        List<Pass> all = new ArrayList<>(forwards.subList(0, warmup));
        for (int i = 0; i < m * v; i++) {
            if (warmup + i < m * v) {
                all.add(forwards.get(warmup + i));
            }
            all.add(backwards.get(i));
        }
        return all;
    }

    private static double[][] ends(Schedule schedule, int p, int v, int m, double[] forward, double[] backward) {
        double[][] known = new double[2 * p * v][m];
        Arrays.stream(known).forEach(row -> Arrays.fill(row, -1));
        double[] free = new double[p];
        int[] next = new int[p];
        for (int left = 2 * p * v * m; left > 0; ) {
            for (int stage = 0; stage < p; stage++) {
                List<Pass> order = order(schedule, stage, p, v, m);
                if (next[stage] == order.size()) {
                    continue;
                }
                Pass pass = order.get(next[stage]);
                int at = pass.position();
                double ready = pass.forward()
                        ? at == 0 ? 0 : known[at - 1][pass.microbatch()]
                        : at == p * v - 1 ? known[at][pass.microbatch()] : known[p * v + at + 1][pass.microbatch()];
                if (ready >= 0) {
                    free[stage] = Math.max(free[stage], ready) + (pass.forward() ? forward : backward)[at];
                    known[pass.forward() ? at : p * v + at][pass.microbatch()] = free[stage];
                    next[stage]++;
                    left--;
                }
            }
        }
        double[] last = new double[p * v];
        for (int at = 0; at < last.length; at++) {
            last[at] = known[p * v + at][m - 1];
        }
        return new double[][] {free, last};
    }

    @Property(tries = 150)
    @Label("ends of stages and of last backward passes are those of passes run one by one, bit for bit")
    void sameBits(
            @ForAll Schedule schedule,
            @ForAll @IntRange(min = 1, max = 5) int p,
            @ForAll @IntRange(min = 1, max = 3) int chunks,
            @ForAll @IntRange(min = 1, max = 9) int many,
            @ForAll @IntRange(min = 0, max = 1000) int seed) {
        Assume.that(schedule != Schedule.ZB_H1);
        int v = schedule == Schedule.INTERLEAVED ? chunks : 1;
        int m = schedule == Schedule.INTERLEAVED ? p * (1 + many / 3) : many;
        Random random = new Random(seed);
        double[] forward = random.doubles(p * v, 0, 1).toArray();
        double[] backward = random.doubles(p * v, 0, 2).toArray();
        PipelineTimes times = PipelineProgram.run(schedule, v, m, forward, backward);
        double[][] expected = ends(schedule, p, v, m, forward, backward);
        for (int stage = 0; stage < p; stage++) {
            assertThat(times.stageEndSeconds(stage)).isEqualTo(expected[0][stage]);
        }
        for (int at = 0; at < p * v; at++) {
            assertThat(times.lastBackwardEndSeconds(at)).isEqualTo(expected[1][at]);
            assertThat(times.lastBackwardStartSeconds(at)).isEqualTo(expected[1][at] - backward[at]);
        }
    }

    @Test
    void aPassWithoutATimeIsRefused() {
        assertThatThrownBy(() -> PipelineProgram.run(
                        Schedule.ONE_F_ONE_B, 1, 2, new double[] {1, Double.NaN}, new double[] {1, 1}))
                .hasMessageContaining("passes at position 1 take NaN s forward");
    }
}
