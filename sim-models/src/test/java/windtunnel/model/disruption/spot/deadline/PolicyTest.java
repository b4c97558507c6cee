package windtunnel.model.disruption.spot.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.random.Stream;
import windtunnel.model.disruption.spot.deadline.Policy.On;
import windtunnel.model.disruption.spot.deadline.Policy.Standing;

class PolicyTest {
    private static final double GONE = Double.POSITIVE_INFINITY;

    /** A pool that is there for runs of geometric length, at a price that wanders. */
    private static double[] pool(Stream luck, int ticks) {
        double up = 0.02 + 0.4 * luck.uniform();
        double down = 0.02 + 0.4 * luck.uniform();
        double[] price = new double[ticks];
        boolean there = luck.uniform() < 0.5;
        for (int tick = 0; tick < ticks; tick++) {
            there = luck.uniform() < (there ? up : down) != there;
            price[tick] = there ? 0.1 + 0.5 * luck.uniform() : GONE;
        }
        return price;
    }

    private record Case(Errand errand, TickMarket market) {}

    /** A feasible errand, some with no slack at all, on one to three pools. */
    private static Case draw(int number) {
        Stream luck = new RandomStreams(5, number).stream("trace", "policy");
        int work = 1 + luck.below(60);
        int changeover = luck.below(5);
        int deadline = work + changeover + (luck.below(3) == 0 ? 0 : luck.below(60));
        List<double[]> pools = new ArrayList<>();
        for (int i = luck.below(3); i >= 0; i--) {
            pools.add(pool(luck, deadline + 20));
        }
        return new Case(new Errand(work, deadline, changeover), new TickMarket(pools, 1));
    }

    @Test
    @DisplayName(
            "no policy misses a feasible deadline on 10,000 random traces, and on each tenth of them none is cheaper than hindsight")
    void neverLateAndNeverBetterThanHindsight() {
        double[] regret = new double[3];
        for (int i = 0; i < 10_000; i++) {
            Case drawn = draw(i);
            double best = i % 10 > 0 ? 0 : Hindsight.dollars(drawn.errand(), drawn.market());
            for (Policy policy : Policy.values()) {
                PolicyRun run = PolicyRun.of(policy, drawn.errand(), drawn.market());
                assertThat(run.met()).as(policy + " on trace " + i).isTrue();
                assertThat(run.dollars()).as(policy + " on trace " + i).isGreaterThanOrEqualTo(best - 1e-9);
                regret[policy.ordinal()] += best > 0 ? run.dollars() / best - 1 : 0;
            }
        }
        assertThat(regret[Policy.GREEDY.ordinal()]).isLessThan(regret[Policy.ON_DEMAND.ordinal()]);
        assertThat(regret[Policy.UNIFORM_PROGRESS.ordinal()]).isLessThan(regret[Policy.ON_DEMAND.ordinal()]);
    }

    @Test
    @DisplayName("hindsight never costs more with a later deadline")
    void hindsightFallsWithSlack() {
        for (int i = 0; i < 100; i++) {
            Case drawn = draw(i);
            double before = GONE;
            for (int more = 0; more <= 20; more++) {
                Errand errand = new Errand(
                        drawn.errand().work(),
                        drawn.errand().deadline() + more,
                        drawn.errand().changeover());
                double dollars = Hindsight.dollars(errand, drawn.market());
                assertThat(dollars).isLessThanOrEqualTo(before);
                before = dollars;
            }
        }
    }

    @Test
    @DisplayName("hindsight is the cheapest of all courses, tried one by one on short traces")
    void hindsightIsBruteForce() {
        for (int i = 0; i < 200; i++) {
            Stream luck = new RandomStreams(6, i).stream("trace", "brute");
            int work = 1 + luck.below(4);
            Errand errand = new Errand(work, work + luck.below(4) + 2, luck.below(3));
            TickMarket market = new TickMarket(List.of(pool(luck, 10), pool(luck, 10)), 1);
            assertThat(Hindsight.dollars(errand, market))
                    .isCloseTo(cheapest(errand, market, new int[] {0, work, -1, 0}), within(1e-12));
        }
    }

    /** All courses from {tick, left, pool, changeover left} on. */
    private static double cheapest(Errand errand, TickMarket market, int[] at) {
        if (at[1] == 0) {
            return 0;
        }
        if (at[0] == errand.deadline()) {
            return GONE;
        }
        double best = cheapest(errand, market, new int[] {at[0] + 1, at[1], -1, 0});
        for (int pool = 0; pool <= 2; pool++) {
            double price = market.price(pool, at[0]);
            int starting = pool == at[2] ? at[3] : errand.changeover();
            int[] next = {at[0] + 1, starting > 0 ? at[1] : at[1] - 1, pool, Math.max(0, starting - 1)};
            best = Math.min(best, price == GONE ? GONE : price + cheapest(errand, market, next));
        }
        return best;
    }

    private static TickMarket always(double spot) {
        double[] price = new double[100];
        Arrays.fill(price, spot);
        return new TickMarket(List.of(price), 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"GREEDY", "UNIFORM_PROGRESS"})
    @DisplayName(
            "spot that is always there costs work x its price, and one changeover; spot that never is, the price on demand")
    void allOrNothing(Policy policy) {
        assertThat(PolicyRun.of(policy, new Errand(50, 80, 0), always(0.3)).dollars())
                .isCloseTo(15, within(1e-12));
        assertThat(PolicyRun.of(policy, new Errand(50, 80, 2), always(0.3)).dollars())
                .isCloseTo(15.6, within(1e-12));
        assertThat(PolicyRun.of(policy, new Errand(50, 80, 0), always(GONE)).dollars())
                .isCloseTo(50, within(1e-12));
        assertThat(Hindsight.dollars(new Errand(50, 80, 0), always(0.3))).isCloseTo(15, within(1e-12));
        assertThat(Hindsight.dollars(new Errand(50, 80, 0), always(GONE))).isCloseTo(50, within(1e-12));
        assertThat(Hindsight.dollars(new Errand(50, 49, 0), always(0.3))).isInfinite();
        assertThat(new Errand(50, 49, 0).feasible()).isFalse();
    }

    @Test
    @DisplayName("by hand: 6 ticks of work by tick 14, changeover 1, spot in ticks 2 to 4 and from 7 on")
    void byHand() {
        double[] price = new double[20];
        Arrays.fill(price, 0.25);
        Arrays.fill(price, 0, 2, GONE);
        Arrays.fill(price, 5, 7, GONE);
        TickMarket market = new TickMarket(List.of(price), 1);
        Errand errand = new Errand(6, 14, 1);
        // Greedy waits, does 2 in ticks 2-4, waits at R - C = 5 and 4, goes on at 3 = 2 d + q, does 4 in ticks 7-11.
        assertThat(PolicyRun.of(Policy.GREEDY, errand, market)).isEqualTo(new PolicyRun(8 * 0.25, 12, true, 8, 0, 2));
        // Behind at tick 1 (0 < 6): on demand until 14 w >= 6 (t + 2): not at tick 4 with w = 2 (28 < 36), but at 5
        // with 3
        // (42 >= 42); no spot, and ahead of 6 t, so nothing; 3 more on spot in ticks 7-10.
        PolicyRun uniform = PolicyRun.of(Policy.UNIFORM_PROGRESS, errand, market);
        assertThat(uniform).isEqualTo(new PolicyRun(4 + 4 * 0.25, 11, true, 4, 4, 2));
        assertThat(Hindsight.dollars(errand, market)).isCloseTo(7 * 0.25, within(1e-12));
    }

    @Test
    @DisplayName("whoever is near the latest start goes to on-demand, unless spot machines run")
    void safetyNet() {
        Standing late = new Standing(10, 8, 10, 22, 2, 1);
        assertThat(Policy.GREEDY.next(late, On.NOTHING, true)).isEqualTo(On.DEMAND);
        assertThat(Policy.GREEDY.next(late, On.DEMAND, true)).isEqualTo(On.DEMAND);
        assertThat(Policy.GREEDY.next(late, On.SPOT, true)).isEqualTo(On.SPOT);
        Standing early = new Standing(10, 8, 10, 23, 2, 1);
        assertThat(Policy.GREEDY.next(early, On.NOTHING, false)).isEqualTo(On.NOTHING);
        assertThat(Policy.GREEDY.next(early, On.NOTHING, true)).isEqualTo(On.SPOT);
    }
}
