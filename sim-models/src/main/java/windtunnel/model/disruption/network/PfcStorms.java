package windtunnel.model.disruption.network;

import java.util.List;
import windtunnel.core.random.Distribution;
import windtunnel.core.random.Stream;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.World;

/** The storms of one {@link PfcStorm} in one run. */
final class PfcStorms {
    private final PfcStorm what;
    private final List<Integer> links;
    private final double delay;
    private final Outages outages;
    private final Stream draws;
    private final Distribution lasts;

    PfcStorms(World world, PfcStorm what, List<Integer> links, double delay) {
        this.what = what;
        this.links = links;
        this.delay = delay;
        outages = new Outages(world, what.transport());
        draws = world.streams().stream(what.port(), "pfc storm");
        lasts = what.lasts().seconds();
    }

    void begin() {
        if (what.at().isPresent()) {
            outages.after(what.at().get().seconds(), this::strike);
        } else if (what.rate().orElseThrow().perSec() > 0) {
            next(Distribution.exponential(1 / what.rate().get().perSec()));
        }
    }

    private void next(Distribution calm) {
        outages.after(calm.draw(draws), () -> {
            strike();
            next(calm);
        });
    }

    private void strike() {
        double storm = lasts.draw(draws);
        double paused = what.watchdog()
                .map(TimeSpan::seconds)
                .map(w -> Math.min(w, storm))
                .orElse(storm);
        if (paused > delay) {
            outages.after(delay, () -> outages.stall(paused - delay));
        }
        if (storm > paused && what.hops().value() == 0) {
            outages.after(paused, () -> outages.unanswered(links, storm - paused));
        }
    }
}
