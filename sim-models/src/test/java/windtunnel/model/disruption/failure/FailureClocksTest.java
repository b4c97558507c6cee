package windtunnel.model.disruption.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.disruption.Diary;
import windtunnel.model.disruption.Worlds;

class FailureClocksTest {
    private static final double DAY = 86_400;
    private static final Optional<TimeLaw> SECOND = Optional.of(TimeLaw.fixed(new TimeSpan(1)));

    /** Failures of a node, as many a day. */
    private static final class Spec {
        private final double perDay;
        private double shape = 1;
        private boolean renewed = true;
        private Optional<EarlyFailures> early = Optional.empty();
        private Optional<Lemons> lemons = Optional.empty();
        private Optional<Predictor> predictor = Optional.empty();
        private Optional<TimeLaw> repair = Optional.empty();

        Spec(double perDay) {
            this.perDay = perDay;
        }

        ComponentFailures failures() {
            return new ComponentFailures(
                    Optional.empty(),
                    Optional.of(new EventRate(perDay / DAY, "node")),
                    new Ratio(1),
                    new Ratio(shape),
                    renewed,
                    early,
                    lemons,
                    new Fraction(0),
                    Optional.empty(),
                    predictor,
                    repair,
                    Optional.empty());
        }
    }

    private static Diary run(int nodes, double days, Spec spec) {
        World world = Worlds.world(nodes, 0, "on-demand", 5);
        Diary diary = new Diary(world);
        spec.failures().attach(world);
        world.simulation().run((long) (days * DAY * 1e9));
        world.close(world.simulation().nowNanos());
        return diary;
    }

    private static double losses(Diary diary) {
        return diary.lines.stream().filter(line -> line.contains("lost")).count();
    }

    /** A Poisson count is within 3.29 standard deviations of its mean. */
    private static void poisson(double count, double mean) {
        assertThat(count).isCloseTo(mean, within(3.29 * Math.sqrt(mean)));
    }

    @Test
    @DisplayName("a Weibull life keeps the mean rate; with shape .7 losses bunch, with shape 3 they are regular")
    void ages() {
        double[][] cases = {{0.7, 1.462}, {1, 1}, {3, 0.363}}; // cv of a Weibull
        for (double[] row : cases) {
            Spec spec = new Spec(1);
            spec.shape = row[0];
            // Renewal: the count over t has mean t and variance about cv^2 t.
            assertThat(losses(run(1, 10_000, spec))).isCloseTo(10_000, within(3.29 * row[1] * 100 + 2));
        }
    }

    @Test
    @DisplayName("clocks of machines that differ strike as plain ones do when the machines are alike after all")
    void bothClocksAgree() {
        Spec plain = new Spec(0.1);
        Spec aged = new Spec(0.1);
        aged.renewed = false;
        assertThat(run(20, 500, aged).lines)
                .isEqualTo(run(20, 500, plain).lines)
                .hasSizeGreaterThan(800);
    }

    @Test
    @DisplayName("as old as before after a repair, a Weibull machine fails (t / eta)^k times: 1.5 here means wear")
    void notRenewed() {
        Spec spec = new Spec(0.02);
        spec.shape = 1.5;
        spec.renewed = false;
        spec.repair = SECOND;
        // eta = 50 d / Gamma(1 + 1/1.5) = 55.3866 d.
        poisson(losses(run(100, 400, spec)), 100 * Math.pow(400 / 55.3866, 1.5));
    }

    @Test
    @DisplayName("the young fail (m - 1) lambda T more often; a burn-in of 2 T leaves e^-2 of that")
    void earlyFailures() {
        Spec spec = new Spec(0.001);
        spec.renewed = false;
        spec.repair = SECOND;
        spec.early = Optional.of(new EarlyFailures(new Ratio(21), new TimeSpan(20 * DAY), new TimeSpan(0)));
        poisson(losses(run(2000, 200, spec)), 2000 * 0.001 * (200 + 20 * 20 * (1 - Math.exp(-10))));
        spec.early = Optional.of(new EarlyFailures(new Ratio(21), new TimeSpan(20 * DAY), new TimeSpan(40 * DAY)));
        poisson(losses(run(2000, 200, spec)), 2000 * 0.001 * (200 + 20 * 20 * (Math.exp(-2) - Math.exp(-12))));
    }

    private static Spec lemons(double fraction, double cured, int strikes) {
        Spec spec = new Spec(0.01);
        spec.repair = SECOND;
        spec.lemons = Optional.of(new Lemons(
                new Fraction(fraction),
                new Ratio(20),
                new Fraction(cured),
                strikes == 0 ? Optional.empty() : Optional.of(new Count(strikes)),
                new TimeSpan(1000 * DAY)));
        return spec;
    }

    @Test
    @DisplayName("clu-T4.7 lemons: n lambda (1 + f (mu - 1)) failures; the K-th of a lemon after K / (mu lambda)")
    void lemonNodes() {
        assertThat(new Lemons(new Fraction(0.05), new Ratio(20), new Fraction(0), Optional.empty(), new TimeSpan(DAY))
                        .meanFactor())
                .isCloseTo(1.95, within(1e-12));
        double failures = losses(run(4000, 20, lemons(0.05, 0, 0)));
        // Mixed Poisson: how many of 4,000 are lemons varies by sqrt(190) x 3.8 failures more each.
        double mean = 4000 * 20 * 0.01 * 1.95;
        assertThat(failures).isCloseTo(mean, within(3.29 * Math.sqrt(mean + 190 * 3.8 * 3.8)));
        // All lemons, sent away at the third strike: a renewal each 15 d (Gamma 3), and the next one is a lemon too.
        World world = Worlds.world(1000, 0, "on-demand", 5);
        lemons(1, 0, 3).failures().attach(world);
        world.simulation().run((long) (300 * DAY * 1e9));
        world.close(world.simulation().nowNanos());
        double removed = world.recorder().values().get("nodes.lemons_removed").value();
        // E N(t) = t / 15 - (1 - cv^2) / 2 and variance t cv^2 / 15 a node, cv^2 = 1/3.
        assertThat(removed).isCloseTo(1000 * (20 - 1 / 3.0), within(3.29 * Math.sqrt(1000 * 20 / 3.0)));
        assertThat(world.recorder().values().get("nodes.good_removed").value()).isZero();
    }

    @Test
    @DisplayName("a lemon that each repair cures with chance .5 fails as a lemon twice on average, then as the others")
    void cured() {
        double good = losses(run(2000, 400, lemons(0, 0, 0)));
        double healing = losses(run(2000, 400, lemons(1, 0.5, 0)));
        poisson(good, 8000);
        // Two failures at .2 a day take 10 d: 2 + .01 x 390 a node; the number of bad ones is geometric (variance 2).
        assertThat(healing).isCloseTo(2000 * (2 + 3.9), within(3.29 * Math.sqrt(2000 * (3.9 + 2 + 0.1))));
    }

    @Test
    @DisplayName(
            "alarms: r lambda true ones with their lead, and r (1 - p) / p lambda false ones; nothing is lost sooner")
    void alarms() {
        Spec spec = new Spec(0.1);
        Diary without = run(50, 1000, spec);
        spec.predictor =
                Optional.of(new Predictor(new Fraction(0.6), new Fraction(0.4), TimeLaw.fixed(new TimeSpan(3600))));
        Diary with = run(50, 1000, spec);
        poisson(losses(without), 5000);
        assertThat(with.lines.stream().filter(line -> line.contains("lost")).toList())
                .isEqualTo(without.lines);
        poisson(
                with.lines.stream()
                        .filter(line -> line.endsWith("notice predicted failure"))
                        .count(),
                3000);
        poisson(
                with.lines.stream()
                        .filter(line -> line.endsWith("notice false alarm"))
                        .count(),
                4500);
    }
}
