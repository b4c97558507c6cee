package windtunnel.scenario.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OddsTest {
    @Test
    @DisplayName("clu-10.6 Wilson interval of 18 out of 20")
    void wilsonInterval() {
        Odds odds = Odds.of(20, 18);
        assertThat(odds.low95()).isCloseTo(0.69897, within(1e-5));
        assertThat(odds.high95()).isCloseTo(0.97213, within(1e-5));
        assertThat(odds.share()).isEqualTo(0.9);
    }

    @Test
    @DisplayName("clu-10.5 an event that never came in n runs has a probability below 3/n")
    void ruleOfThree() {
        assertThat(Odds.of(1000, 0).tooFew()).isTrue();
        assertThat(Odds.of(1000, 0).atMost()).isCloseTo(0.003, within(1e-15));
        assertThat(Odds.of(1000, 1000).atMost()).isCloseTo(0.003, within(1e-15));
        // Five of 1,000: the bound p of which P(at most 5 | p) = 5 %; Poisson gives 10.513 / n, the binomial a little
        // less.
        assertThat(Odds.of(1000, 5).atMost()).isBetween(0.01045, 0.01052);
    }

    @Test
    void commonEventsAndFewRunsKeepTheirProbability() {
        assertThat(Odds.of(20, 20).tooFew()).isFalse();
        assertThat(Odds.of(1000, 10).tooFew()).isFalse();
        assertThat(Odds.of(200, 9).tooFew()).isFalse();
        assertThat(Odds.of(1000, 991).tooFew()).isTrue();
    }
}
