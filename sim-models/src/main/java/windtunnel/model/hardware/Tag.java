package windtunnel.model.hardware;

import java.util.Locale;

/** What kind of knowledge a value is. */
public enum Tag {
    /** Somebody measured it and says how. */
    MEASURED,
    /** The maker or seller says so. */
    VENDOR,
    /** Computed from other values named at its source. */
    DERIVED,
    /** A choice that no source backs. */
    ASSUMED;

    /** The tag as it is written in files: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
