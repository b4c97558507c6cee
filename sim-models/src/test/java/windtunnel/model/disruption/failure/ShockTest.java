package windtunnel.model.disruption.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.model.World;
import windtunnel.model.disruption.Diary;
import windtunnel.model.disruption.Worlds;

class ShockTest {
    @Test
    @DisplayName(
            "a shock that hits each of 8 machines with .3 takes Bin(8, .3) of them; the expected rate leaves out those that hit none")
    void binomialShocks() {
        World world = Worlds.world(8, 0, "on-demand", 3);
        Diary diary = new Diary(world);
        new DomainFailures(
                        "rack",
                        Optional.of(new Count(8)),
                        new EventRate(1 / 86_400.0, "domain"),
                        new Fraction(0.3),
                        Optional.empty(),
                        Optional.empty())
                .attach(world);
        BinomialDistribution law = new BinomialDistribution(8, 0.3);
        double any = 1 - law.probability(0);
        assertThat(world.machines().expected().lossesPerSecond(0) * 86_400).isCloseTo(any, within(1e-12));
        world.simulation().run((long) (20_000 * 86_400e9));
        List<Integer> sizes = diary.lines.stream()
                .filter(line -> line.contains("lost"))
                .map(line -> Integer.parseInt(line.replaceAll(".*\\+(\\d+) .*", "$1")))
                .toList();
        double shocks = 20_000 * any;
        assertThat((double) sizes.size()).isCloseTo(shocks, within(3.29 * Math.sqrt(shocks)));
        for (int k = 1; k <= 5; k++) {
            int count = k;
            double expected = 20_000 * law.probability(k);
            assertThat((double) sizes.stream().filter(size -> size == count).count())
                    .isCloseTo(expected, within(3.29 * Math.sqrt(expected)));
        }
    }
}
