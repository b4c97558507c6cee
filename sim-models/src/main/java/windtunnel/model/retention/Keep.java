package windtunnel.model.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.hardware.StorageClass;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;

/**
 * Which saves are kept, where, and for how long.
 *
 * <p>A save is kept while it is among the newest, each n-th, or among the best; it goes when it is too old. Which are kept is decided at each save; ages, for
 * moves and deletions, count at the end of each day of the run. The newest save is never deleted. What is moved or deleted before its class's minimum stay costs the rest of
 * it (Azure Blob, S3, Cloud Storage: pro rata). Requests, moves and what is retrieved are billed where the prices have them (item/write, item/read, item/retrieval).
 */
public record Keep(
        @Key(doc = "Newest saves that are kept.", def = "3") Count last,

        @Key(doc = "Each save of this many is kept too, as a milestone.", example = "24")
        Optional<Count> every,

        @Key(
                doc = "Best saves that are kept too; the quality of each is drawn at random.",
                def = "0",
                tag = "assumed",
                source = "qualities are independent of time")
        Count best,

        @Key(doc = "Age at which a save is deleted, whatever else keeps it.", example = "90 d")
        Optional<TimeSpan> maxAge,

        @Key(
                doc =
                        "The class of storage that saves are kept and billed in; without it, the file system they are written to.",
                example = "azure-blob-lrs-hot")
        Optional<StorageClass> in,

        @Key(doc = "Moves to other classes as saves grow older.", def = "[]")
        List<Move> then,

        @Key(
                doc = "Bytes of one request when saves are written to a class or read from it; a smaller file is one.",
                def = "8 MiB",
                tag = "assumed",
                source = "part size of common clients")
        Bytes request,

        @Key(
                doc = "How long the storage keeps, and bills, what was deleted: soft deletion, versions.",
                def = "0 s",
                tag = "assumed",
                source = "off unless somebody switched it on")
        TimeSpan recoverable,

        @Key(doc = "Whether everything is deleted when the run ends.", def = "false")
        boolean deleteAtEnd)
        implements Checked {

    /** Longest age in ns; far beyond any run. */
    private static final long NEVER = Long.MAX_VALUE / 4;

    @Override
    public void check(Issues issues) {
        issues.check(last.value() >= 1, "last", "at least the newest save must be kept");
        issues.check(request.value() >= 1, "request", "a request moves at least one byte");
        issues.check(last.value() <= 1_000_000, "last", "more saves than any run makes");
        every.ifPresent(n -> issues.check(n.value() >= 1, "every", "each save of at least 1 is kept"));
        issues.check(then.isEmpty() || in.isPresent(), "in", "say which class saves are in before they move");
        double before = 0;
        for (Move move : then) {
            issues.check(
                    move.after().seconds() > before, "then", "each move comes at a greater age than the one before");
            before = move.after().seconds();
        }
        maxAge.ifPresent(age -> issues.check(age.seconds() > 0, "max-age", "saves live for some time"));
    }

    /** Items that must have a price. */
    public List<String> priceItems() {
        return policy().places().stream()
                .map(Place::item)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Warns when saves so far apart can all be offline when one has to be read. */
    public void checkRestorePoints(double secondsBetweenSaves, String path, Issues issues) {
        for (Place place : policy().places()) {
            if (place.readNanos() > 0 && place.afterNanos() * 1e-9 <= secondsBetweenSaves) {
                issues.warn(
                        path,
                        "every save can be offline when it is needed: saves are "
                                + Place.words(Math.round(secondsBetweenSaves * 1e9)) + " apart and go to "
                                + place.item()
                                + " after " + Place.words(place.afterNanos()) + ", where a read waits "
                                + Place.words(place.readNanos())
                                + "; keep the newest online longer, or save more often");
                return;
            }
        }
    }

    /** The rules as numbers. */
    public Policy policy() {
        List<Place> places = new ArrayList<>();
        places.add(in.map(first -> Place.of(first, 0)).orElse(new Place("", 0, 0, 0)));
        then.forEach(move -> places.add(Place.of(move.to(), nanos(move.after()))));
        return new Policy(
                (int) Math.min(last.value(), Integer.MAX_VALUE),
                every.map(Count::value).orElse(0L),
                (int) Math.min(best.value(), Integer.MAX_VALUE),
                maxAge.map(Keep::nanos).orElse(NEVER),
                List.copyOf(places),
                nanos(recoverable),
                deleteAtEnd);
    }

    static long nanos(TimeSpan time) {
        return (long) Math.min(NEVER, Math.ceil(time.seconds() * 1e9 - 1e-3));
    }
}
