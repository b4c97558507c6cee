package windtunnel.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.oracle.CheckpointOracle;

class OptimalIntervalTest {
    @ParameterizedTest
    @DisplayName("clu-T3.5 save 5 min: Young, Daly and exact interval in minutes, expected wall time of 500 h in hours")
    @CsvSource({
        "1440, 120.0, 116.690, 116.690, 547.88",
        "360, 60.0, 56.713, 56.714, 610.22",
        "15, 12.247, 9.1409, 9.1665, 2504.16",
    })
    void intervalsOfThePapers(double mtbfMinutes, double young, double daly, double exact, double wallHours) {
        assertThat(CheckpointOracle.young(5, mtbfMinutes)).isCloseTo(young, within(6e-4));
        assertThat(CheckpointOracle.daly(5, mtbfMinutes)).isCloseTo(daly, within(6e-4));
        double best = OptimalInterval.seconds(300, mtbfMinutes * 60) / 60;
        assertThat(best).isCloseTo(exact, within(6e-4));
        double wall = CheckpointOracle.expectedWall(500 * 60, best, 5, 10, mtbfMinutes) / 60;
        assertThat(wall).isCloseTo(wallHours, within(6e-3));
    }

    @Test
    @DisplayName("clu-T3.7 two levels: 2 s for losses every 6 h and 90 s for those every 48 h: 4.899 and 92.952 min")
    void twoLevels() {
        assertThat(OptimalInterval.ofLevel(2, 1 / 21_600.0) / 60).isCloseTo(4.899, within(5e-4));
        assertThat(OptimalInterval.ofLevel(90, 1 / 172_800.0) / 60).isCloseTo(92.952, within(5e-4));
    }

    @Test
    @DisplayName("clu-G2 exact best interval 7,040.195 s for a save of 30 s and 16 nodes of 6.5e-3 per node-day")
    void bestIntervalOfTheGoldenRun() {
        assertThat(OptimalInterval.seconds(30, 86_400 / (16 * 6.5e-3))).isCloseTo(7040.195, within(6e-4));
    }

    @Test
    void neitherHalfNorDoubleTheIntervalIsBetter() {
        double best = OptimalInterval.seconds(300, 21_600);
        double least = CheckpointOracle.expectedWall(1e6, best, 300, 600, 21_600);
        assertThat(CheckpointOracle.expectedWall(1e6, best / 2, 300, 600, 21_600))
                .isGreaterThan(least);
        assertThat(CheckpointOracle.expectedWall(1e6, best * 2, 300, 600, 21_600))
                .isGreaterThan(least);
    }
}
