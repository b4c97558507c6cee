package windtunnel.model.disruption.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.engine.Simulation;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.Machines;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.disruption.Worlds;
import windtunnel.model.key.Issues;

class CrewsTest {
    private static final double HOUR = 3600;

    private static ComponentFailures failures(double perHour, Optional<TimeLaw> repair, int crews) {
        return ComponentFailures.repaired(new EventRate(perHour / HOUR, "node"), repair, Optional.of(new Count(crews)));
    }

    private static Optional<TimeLaw> exponential(double hours) {
        return Optional.of(new TimeLaw(
                Optional.empty(), Optional.of(new TimeSpan(hours * HOUR)), Optional.empty(), Optional.empty()));
    }

    /** Adds up the time for which so many machines were down. */
    private static final class Down implements Machines.Listener {
        private final World world;
        private final double[] seconds;
        private double since;

        Down(World world) {
            this.world = world;
            seconds = new double[world.cluster().nodes() + 1];
            world.machines().listen(this);
        }

        @Override
        public void changing() {
            double now = world.simulation().nowNanos() * 1e-9;
            int up = (int) (world.machines().gpus() / world.cluster().gpusPerNode());
            seconds[world.cluster().nodes() - up] += now - since;
            since = now;
        }

        @Override
        public void lost(Machines.Loss loss) {}

        @Override
        public void noticed(Machines.Notice notice) {}

        @Override
        public void complete() {}
    }

    @Test
    @DisplayName("clu-T4.6b two crews for ten machines, .1 and 1 an hour: 1.038638 down, .896136 up, P(> 3) .032279")
    void machineRepairman() {
        assertThat(Crews.meanDown(10, 0.1 / HOUR, HOUR, 2)).isCloseTo(1.038638, within(5e-7));
        World world = Worlds.world(10, 0, "on-demand", 7);
        Down down = new Down(world);
        failures(0.1, exponential(1), 2).attach(world);
        double hours = 1_000_000;
        world.simulation().run(Simulation.nanos(hours * HOUR));
        down.changing();
        double mean = 0;
        double many = 0;
        for (int k = 0; k < down.seconds.length; k++) {
            double share = down.seconds[k] / (hours * HOUR);
            mean += k * share;
            many += k > 3 ? share : 0;
        }
        // The chain forgets in about two hours, its deviation is near 1: standard errors some .002 and .0004.
        assertThat(mean).isCloseTo(1.038638, within(0.0066));
        assertThat(1 - mean / 10).isCloseTo(0.896136, within(0.00066));
        assertThat(many).isCloseTo(0.032279, within(0.0014));
    }

    @Test
    @DisplayName("as many crews as machines are as good as no limit: N lambda T / (1 + lambda T) are down")
    void enoughCrews() {
        assertThat(Crews.meanDown(10, 0.1, 1, 10)).isCloseTo(10 * 0.1 / 1.1, within(1e-12));
        assertThat(Crews.meanDown(1_000_000, 1, 1000, 1)).isCloseTo(1_000_000 - 1e-3, within(1e-5));
    }

    @Test
    void oneCrewTakesFailedMachinesInOrder() {
        Simulation simulation = new Simulation();
        var repair = new Crews(simulation, 1).before(() -> 100);
        assertThat(repair.getAsLong()).isEqualTo(100);
        assertThat(repair.getAsLong()).isEqualTo(200);
        simulation.at(150, 0, now -> {}, 0);
        simulation.run();
        assertThat(repair.getAsLong()).isEqualTo(150);
    }

    @Test
    void crewsNeedRepairs() {
        Issues issues = new Issues();
        failures(0.1, Optional.empty(), 2).check(issues);
        assertThat(issues.list()).extracting(Issues.Issue::path).containsExactly("crews");
    }
}
