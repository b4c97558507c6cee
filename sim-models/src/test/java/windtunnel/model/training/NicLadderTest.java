package windtunnel.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.model.LedgerState;

class NicLadderTest {
    /** A step of one second and transfers of {@code seconds} on whole NICs, of which computing hides {@code hidden}. */
    private static StepPlan step(double seconds, double hidden, double share) {
        long exposed = Math.round(1e9 * Math.max(0, seconds / share - hidden));
        long[] shares = new long[LedgerState.values().length];
        shares[LedgerState.COMPUTE.ordinal()] = 1_000_000_000L;
        shares[LedgerState.COMM_DP.ordinal()] = exposed;
        return StepPlan.of(shares, new StepTail(exposed, 0, 0, 0, 0));
    }

    private static StepPlan between(NicLadder ladder, double seconds, double hidden, double share) {
        return ladder.plan(share, step(seconds, hidden, 1), rung -> step(seconds, hidden, ladder.share(rung)));
    }

    @Property(tries = 1000)
    @Label("a step whose transfers are exposed at any share is exact to a ns at each")
    void exact(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double least,
            @ForAll @DoubleRange(min = 0, max = 1) double part,
            @ForAll @DoubleRange(min = 0.01, max = 5) double seconds) {
        double share = least + part * (1 - least);
        StepPlan got = between(new NicLadder(least), seconds, 0, share);
        StepPlan expected = step(seconds, 0, share);
        assertThat(got.stepNanos()).isCloseTo(expected.stepNanos(), within(3L));
        assertThat(got.shareNanos(LedgerState.COMM_DP))
                .isEqualTo(step(seconds, 0, 1).shareNanos(LedgerState.COMM_DP));
        assertThat(got.shareNanos(LedgerState.COMM_STORAGE))
                .isEqualTo(got.stepNanos() - step(seconds, 0, 1).stepNanos());
        assertThat(got.tail().nanos()).isCloseTo(expected.tail().nanos(), within(3L));
    }

    @Property(tries = 1000)
    @Label("where computing hides a part, a step is never too short and at most 1.3 % of its transfers too long")
    void hidden(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double least,
            @ForAll @DoubleRange(min = 0, max = 1) double part,
            @ForAll @DoubleRange(min = 0.01, max = 5) double seconds,
            @ForAll @DoubleRange(min = 0, max = 5) double hidden) {
        double share = least + part * (1 - least);
        StepPlan got = between(new NicLadder(least), seconds, hidden, share);
        double over = got.stepNanos() - step(seconds, hidden, share).stepNanos();
        assertThat(over).isBetween(-3.0, 0.013 * 1e9 * seconds / share + 3);
    }

    @Test
    @DisplayName("rungs are at most 5 % apart, from one to the least, which are exact")
    void rungs() {
        NicLadder half = new NicLadder(0.5);
        assertThat(half.last()).isEqualTo(14);
        assertThat(half.share(0)).isEqualTo(1);
        assertThat(half.share(14)).isEqualTo(0.5);
        for (int rung = 0; rung < half.last(); rung++) {
            assertThat(half.share(rung) / half.share(rung + 1)).isBetween(1.0, 1.0513);
        }
        assertThat(new NicLadder(1).last()).isZero();
    }
}
