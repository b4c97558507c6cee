package windtunnel.report.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import windtunnel.core.measure.Timeline;
import windtunnel.core.measure.Timeline.Point;

class KeptWorkTest {
    private static final long SECOND = 1_000_000_000L;

    /** Ten units in 100 s, back to 4, down for 20 s, then 6 more in 60 s. */
    private static final Timeline FALL = new Timeline(
            "job",
            8,
            10,
            List.of(
                    new Point(0, 0),
                    new Point(100 * SECOND, 10),
                    new Point(100 * SECOND, 4),
                    new Point(120 * SECOND, 4),
                    new Point(180 * SECOND, 10)),
            List.of());

    @Test
    void workThatIsLostLaterWasNeverKept() {
        KeptWork kept = KeptWork.of(FALL);
        assertThat(kept.by(20 * SECOND)).isCloseTo(2, within(1e-12));
        assertThat(kept.by(40 * SECOND)).isCloseTo(4, within(1e-12));
        assertThat(kept.by(70 * SECOND)).isCloseTo(4, within(1e-12));
        assertThat(kept.by(110 * SECOND)).isCloseTo(4, within(1e-12));
        assertThat(kept.by(150 * SECOND)).isCloseTo(7, within(1e-12));
        assertThat(kept.by(500 * SECOND)).isCloseTo(10, within(1e-12));
    }

    @Test
    void twoFallsToTheSamePlaceLoseTheWorkOfBoth() {
        Timeline twice = new Timeline(
                "job",
                8,
                10,
                List.of(
                        new Point(0, 0),
                        new Point(50 * SECOND, 5),
                        new Point(50 * SECOND, 2),
                        new Point(80 * SECOND, 5),
                        new Point(80 * SECOND, 1),
                        new Point(170 * SECOND, 10)),
                List.of());
        KeptWork kept = KeptWork.of(twice);
        assertThat(kept.by(10 * SECOND)).isCloseTo(1, within(1e-12));
        assertThat(kept.by(79 * SECOND)).isCloseTo(1, within(1e-12));
        assertThat(kept.by(90 * SECOND)).isCloseTo(2, within(1e-12));
    }

    @Test
    void goodputOfTheWindowsIsByHand() {
        List<KeptWork.Window> windows = KeptWork.of(FALL).windows(0.1 / SECOND);
        // 180 s in windows of 5 s: kept until 40 s, nothing until 120 s, then 0.1 units a second again.
        assertThat(windows).hasSize(36);
        assertThat(windows.get(0).goodput()).isCloseTo(1, within(1e-9));
        assertThat(windows.subList(8, 24)).allMatch(window -> Math.abs(window.goodput()) < 1e-9);
        assertThat(windows.get(30).goodput()).isCloseTo(1, within(1e-9));
    }

    @Test
    void theLastWindowEndsWithTheWork() {
        Timeline odd = new Timeline("job", 8, 1, List.of(new Point(0, 0), new Point(63 * SECOND, 1)), List.of());
        List<KeptWork.Window> windows = KeptWork.of(odd).windows(1.0 / (63 * SECOND));
        assertThat(windows).hasSize(13);
        assertThat(windows.get(12))
                .extracting(KeptWork.Window::fromNanos, KeptWork.Window::toNanos)
                .containsExactly(60 * SECOND, 63 * SECOND);
        assertThat(windows).allMatch(window -> Math.abs(window.goodput() - 1) < 1e-9);
    }

    @Test
    void aRunOfManyYearsStillHasFewWindows() {
        long years = 10L * 365 * 86_400 * SECOND;
        Timeline longRun = new Timeline("job", 8, 1, List.of(new Point(0, 0), new Point(years, 1)), List.of());
        assertThat(KeptWork.of(longRun).windows(1.0 / years)).hasSizeLessThanOrEqualTo(48);
    }
}
