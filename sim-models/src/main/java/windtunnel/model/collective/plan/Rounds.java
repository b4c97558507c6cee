package windtunnel.model.collective.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * What the ranks of a group send to each other, round by round; a rank enters a round when it is done with the one before.
 *
 * @param ranks ranks of the group
 * @param rounds the rounds in order, none of them empty
 */
public record Rounds(int ranks, List<Round> rounds) {
    /** Keeps its own list. */
    public Rounds {
        rounds = List.copyOf(rounds);
    }

    /**
     * Sends that start together.
     *
     * @param from sender of each send
     * @param to its receiver
     * @param share bytes of each over the payload
     */
    public record Round(int[] from, int[] to, double[] share) {
        /** Number of sends. */
        public int sends() {
            return from.length;
        }
    }

    /** The rounds of this and then those of {@code other}. */
    public Rounds then(Rounds other) {
        List<Round> all = new ArrayList<>(rounds);
        all.addAll(other.rounds);
        return new Rounds(ranks, all);
    }

    /** The same sends the other way round in time and direction: an all-gather becomes the reduce-scatter of the same tree. */
    public Rounds mirrored() {
        List<Round> all = new ArrayList<>();
        for (int r = rounds.size() - 1; r >= 0; r--) {
            Round round = rounds.get(r);
            all.add(new Round(round.to(), round.from(), round.share()));
        }
        return new Rounds(ranks, all);
    }
}
