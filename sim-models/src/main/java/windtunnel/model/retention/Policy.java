package windtunnel.model.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules of {@link Keep} as numbers.
 *
 * @param last newest saves that are kept, at least 1
 * @param every each save of this many is kept, 0 for none
 * @param best best saves that are kept
 * @param maxAgeNanos age at which a save is deleted
 * @param places where saves are, by age, at least one
 * @param recoverableNanos how long deleted saves are still stored
 * @param deleteAtEnd whether everything is deleted when the run ends
 */
public record Policy(
        int last,
        long every,
        int best,
        long maxAgeNanos,
        List<Place> places,
        long recoverableNanos,
        boolean deleteAtEnd) {

    /** The same saves in other places. */
    public Policy in(List<Place> other) {
        return new Policy(last, every, best, maxAgeNanos, other, recoverableNanos, deleteAtEnd);
    }

    /** The newest only, in the first place. */
    public Policy newestOnly() {
        return new Policy(last, 0, 0, maxAgeNanos, places.subList(0, 1), recoverableNanos, deleteAtEnd);
    }

    /** This policy and others that keep the same saves: without some of the places, and with stays of at least what is paid. */
    public List<Policy> alternatives() {
        List<Policy> all = new ArrayList<>();
        int later = Math.min(places.size() - 1, 6);
        for (int kept = (1 << later) - 1; kept >= 0; kept--) {
            List<Place> some = new ArrayList<>(places.subList(0, 1));
            for (int i = 0; i < later; i++) {
                if ((kept >> i & 1) == 1) {
                    some.add(places.get(i + 1));
                }
            }
            for (List<Place> candidate : List.of(List.copyOf(some), stretched(some))) {
                Policy policy = in(candidate);
                if (!all.contains(policy)) {
                    all.add(policy);
                }
            }
        }
        return List.copyOf(all);
    }

    /** Later moves are put off until what the stay before costs is used up. */
    private static List<Place> stretched(List<Place> places) {
        List<Place> out = new ArrayList<>(places.subList(0, 1));
        for (int i = 1; i < places.size(); i++) {
            Place before = out.get(i - 1);
            long earliest = before.afterNanos() + before.minimumNanos();
            out.add(places.get(i).after(Math.max(places.get(i).afterNanos(), earliest)));
        }
        return List.copyOf(out);
    }

    /** {@code newest 3, each 24th; azure-blob-lrs/hot, azure-blob-lrs/cool after 7 d}. */
    public String words() {
        String kept =
                "newest " + last + (every > 0 ? ", each " + every + "th" : "") + (best > 0 ? ", best " + best : "");
        return kept + "; " + placeWords();
    }

    /** Where saves are, in words. */
    public String placeWords() {
        return places.stream()
                .map(place -> (place.item().isEmpty() ? "the file system" : place.item())
                        + (place.afterNanos() == 0 ? "" : " after " + Place.words(place.afterNanos())))
                .collect(Collectors.joining(", "));
    }
}
