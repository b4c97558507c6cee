package windtunnel.report.story;

import java.math.BigDecimal;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.stats.Odds;

/** Probabilities as people read them: never without their interval. */
public final class OddsWords {
    private OddsWords() {}

    /** A share with its 95 % interval: {@code 90 % (70 to 97)}; a bound where it is rare and was hardly seen. */
    public static String of(Odds odds) {
        if (odds.tooFew()) {
            boolean often = odds.share() > 0.5;
            String bound = Numbers.percent(often ? 1 - odds.atMost() : odds.atMost(), 1);
            return (often ? "at least " : "at most ") + bound;
        }
        return of(odds.share(), odds.low95(), odds.high95());
    }

    /** A share with a known interval. */
    public static String of(double share, double low, double high) {
        return Numbers.percent(share, 0) + " (" + percent(low) + " to " + percent(high) + ")";
    }

    /** The same in a sentence. */
    public static String sentence(double share, double low, double high) {
        return Numbers.percent(share, 0) + " (95 % interval " + percent(low) + " to " + percent(high) + " %)";
    }

    private static String percent(double share) {
        return Numbers.fixed(new BigDecimal(share).movePointRight(2), 0);
    }
}
