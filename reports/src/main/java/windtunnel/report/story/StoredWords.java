package windtunnel.report.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Numbers;
import windtunnel.model.SaveBurst;
import windtunnel.scenario.run.StoredSaves;

/** Stored checkpoints and bursts of saves in sentences. */
public final class StoredWords {
    private StoredWords() {}

    /** What was kept, how much it is, and by which rules. */
    public static String summary(StoredSaves saves) {
        return saves.workload() + ": " + saves.written().saves() + " saves of "
                + Words.value(saves.saveBytes(), "bytes") + " are left at the end; "
                + saves.written().rules();
    }

    /** What other rules would save. */
    public static String advice(StoredSaves saves) {
        Optional<StoredSaves.PolicyCost> better = saves.better();
        if (better.isEmpty()) {
            return "No other order or time of moves keeps the same saves for less.";
        }
        StoredSaves.PolicyCost best = better.get();
        return "The same saves cost " + Words.dollars(saves.written().total().subtract(best.total()), 2)
                + " less with " + best.rules().substring(best.rules().indexOf("; ") + 2)
                + (saves.written().early().signum() > 0 && best.early().signum() == 0
                        ? ": stays that are paid anyway are used up before a move."
                        : ".");
    }

    /** What a save does to the steps while it is written. */
    public static String burst(SaveBurst burst) {
        double seconds = (burst.toNanos() - burst.fromNanos()) * 1e-9;
        String text = burst.workload() + ": while its first save is written, for " + Numbers.duration(seconds) + ", "
                + String.join(" and ", effects(burst));
        if (!burst.starves()) {
            return text + ".";
        }
        if (burst.steps() == 0) {
            return text + ", and no step ends.";
        }
        return text + ": a step takes " + Numbers.duration(seconds / burst.steps()) + " on average instead of "
                + Numbers.duration(burst.stepNanos() * 1e-9) + ".";
    }

    private static List<String> effects(SaveBurst burst) {
        List<String> effects = new ArrayList<>();
        if (burst.duringNanos() > burst.beforeNanos()) {
            effects.add("collectives share the NICs with it and steps go at a pace of "
                    + Numbers.duration(burst.duringNanos() * 1e-9) + " (before "
                    + Numbers.duration(burst.beforeNanos() * 1e-9) + ", after "
                    + Numbers.duration(burst.afterNanos() * 1e-9) + ")");
        }
        if (burst.starves()) {
            double least = burst.rates().stream()
                    .filter(rate -> rate.atNanos() >= burst.fromNanos() && rate.atNanos() < burst.toNanos())
                    .mapToDouble(SaveBurst.Rate::bytesPerSec)
                    .filter(rate -> rate > 0)
                    .min()
                    .orElse(0);
            effects.add("reads fall to " + Words.value(least, "bytes") + "/s where "
                    + Words.value(burst.needBytesPerSec(), "bytes") + "/s are needed");
        }
        return effects;
    }
}
