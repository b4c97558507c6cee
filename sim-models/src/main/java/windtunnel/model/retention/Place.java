package windtunnel.model.retention;

import windtunnel.core.unit.Numbers;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.StorageClass;

/**
 * Where saves of some age are.
 *
 * @param item what it is priced by; empty for a file system that is paid by its capacity
 * @param afterNanos age at which saves come here, 0 for the first place
 * @param minimumNanos shortest stay that is paid
 * @param readNanos time that a read waits, 0 where saves are online
 */
public record Place(String item, long afterNanos, long minimumNanos, long readNanos) {
    static Place of(StorageClass kind, long afterNanos) {
        return new Place(
                kind.priceItem(),
                afterNanos,
                kind.minimumStay().map(Sourced::value).map(Keep::nanos).orElse(0L),
                kind.offline().map(Sourced::value).map(Keep::nanos).orElse(0L));
    }

    Place after(long nanos) {
        return new Place(item, nanos, minimumNanos, readNanos);
    }

    static String words(long nanos) {
        return Numbers.duration(nanos * 1e-9);
    }
}
