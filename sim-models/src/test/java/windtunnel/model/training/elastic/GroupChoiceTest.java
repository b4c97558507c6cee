package windtunnel.model.training.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;

class GroupChoiceTest {
    private static GroupChoice choice(Elastic.Policy policy, int unit, double changeSeconds, double lossesPerHour) {
        Elastic elastic = new Elastic(
                Optional.of(new Count(unit)),
                new Count(1),
                Optional.empty(),
                policy,
                new TimeSpan(1800),
                new TimeSpan(30),
                Optional.empty(),
                new TimeSpan(0),
                Elastic.BatchRule.PROPORTIONAL,
                Elastic.State.PEERS,
                Optional.empty(),
                new Ratio(1.5));
        return new GroupChoice(elastic, unit, groups -> groups, changeSeconds, lossesPerHour / 3600);
    }

    @Test
    @DisplayName("immediate takes what there is; hysteresis grows when k' (H - c) > k H, and always shrinks")
    void growth() {
        assertThat(choice(Elastic.Policy.IMMEDIATE, 1, 60, 0).of(64, 65, 65)).isEqualTo(65);
        GroupChoice hysteresis = choice(Elastic.Policy.HYSTERESIS, 1, 60, 0);
        // 1800 / 1740 = 1.0345: 64 groups grow to 67 (1.047) and not to 66 (1.031).
        assertThat(hysteresis.of(64, 65, 65)).isEqualTo(64);
        assertThat(hysteresis.of(64, 66, 66)).isEqualTo(64);
        assertThat(hysteresis.of(64, 67, 67)).isEqualTo(67);
        assertThat(hysteresis.of(64, 63, 63)).isEqualTo(63);
        assertThat(hysteresis.of(0, 5, 5)).isEqualTo(5);
    }

    @Test
    @DisplayName("expected work: by hand for no losses, and for losses that leave K - i machines")
    void expectedWork() {
        GroupChoice calm = choice(Elastic.Policy.PROACTIVE, 2, 60, 0);
        assertThat(calm.expectedWork(4, 4, 8)).isCloseTo(4 * 1800, within(1e-9));
        assertThat(calm.expectedWork(3, 4, 8)).isCloseTo(4 * 1800 - 4 * 60, within(1e-9));
        // One machine, lost once an hour: of m losses the time before the first counts, H / (m + 1); sum = H (1 - e^-a)
        // / a, a = 1/2.
        GroupChoice lonely = choice(Elastic.Policy.PROACTIVE, 1, 0, 1);
        assertThat(lonely.expectedWork(1, 1, 1)).isCloseTo(1800 * (1 - Math.exp(-0.5)) / 0.5, within(1e-5));
    }

    @Test
    @DisplayName("proactive does not grow where losses would eat the gain, and grows where they are rare")
    void proactive() {
        assertThat(choice(Elastic.Policy.PROACTIVE, 4, 60, 0.01).of(3, 4, 16)).isEqualTo(4);
        assertThat(choice(Elastic.Policy.PROACTIVE, 4, 400, 0.3).of(3, 4, 16)).isEqualTo(3);
    }
}
