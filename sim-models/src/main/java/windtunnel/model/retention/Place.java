package windtunnel.model.retention;

import windtunnel.core.unit.Numbers;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.StorageClass;

/**
 * Where saves of some age are.
 *
 * @param item what it is priced by; empty for a file system that is paid by its capacity
 * @param moveItem what the move of an object into it is priced by
 * @param afterNanos age at which saves come here, 0 for the first place
 * @param minimumNanos shortest stay that is paid
 * @param readNanos time that a read waits, 0 where saves are online
 */
public record Place(String item, String moveItem, long afterNanos, long minimumNanos, long readNanos) {
    /** A place whose moves are priced as writes. */
    public Place(String item, long afterNanos, long minimumNanos, long readNanos) {
        this(item, item + "/write", afterNanos, minimumNanos, readNanos);
    }

    static Place of(StorageClass kind, long afterNanos) {
        return new Place(
                kind.priceItem(),
                kind.moveItem().orElse(kind.priceItem() + "/write"),
                afterNanos,
                kind.minimumStay().map(Sourced::value).map(Keep::nanos).orElse(0L),
                kind.offline().map(Sourced::value).map(Keep::nanos).orElse(0L));
    }

    Place after(long nanos) {
        return new Place(item, moveItem, nanos, minimumNanos, readNanos);
    }

    static String words(long nanos) {
        return Numbers.duration(nanos * 1e-9);
    }
}
