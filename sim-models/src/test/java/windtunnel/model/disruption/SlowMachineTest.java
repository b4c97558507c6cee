package windtunnel.model.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Ratio;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;

/** One node that becomes slow once in a thousand hours, and is found after an hour. */
class SlowMachineTest {
    private static final long MINUTE = 60_000_000_000L;

    private final World world = Worlds.world(1, 0, "on-demand", 5);
    private final Diary diary = new Diary(world);

    @BeforeEach
    void becomesSlow() {
        new Stragglers(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new EventRate(1e-3 / 3600, "node")),
                        new Ratio(1.5),
                        TimeLaw.fixed(new TimeSpan(3600)))
                .attach(world);
        while (!slow()) {
            later(1);
        }
    }

    private boolean slow() {
        return world.stepDelays().get(0).drawNanos(10) == 5;
    }

    private void later(int minutes) {
        world.simulation().run(world.simulation().nowNanos() + minutes * MINUTE);
    }

    @Test
    void isReplacedWhenItIsFound() {
        later(58);
        assertThat(slow()).isTrue();
        assertThat(diary.lines).isEmpty();
        later(3);
        assertThat(slow()).isFalse();
        assertThat(diary.lines).singleElement().asString().endsWith("lost 0+1 slow node");
    }

    @Test
    void takesItsSlownessWithItWhenItIsLost() {
        world.machines().fail(0, 1, "fire", null);
        assertThat(slow()).isFalse();
        later(180);
        assertThat(diary.lines).singleElement().asString().endsWith("lost 0+1 fire");
    }

    @Test
    void isReplacedAfterAPauseInWhichItIsFound() {
        world.machines().pause();
        later(90);
        assertThat(slow()).isTrue();
        assertThat(diary.lines).isEmpty();
        long resumed = world.simulation().nowNanos() / 1_000_000_000;
        world.machines().resume();
        later(1);
        assertThat(slow()).isFalse();
        assertThat(diary.lines).isEqualTo(List.of(resumed + " lost 0+1 slow node"));
    }
}
