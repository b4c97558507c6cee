package windtunnel.model.retention;

import windtunnel.core.unit.TimeSpan;
import windtunnel.model.hardware.StorageClass;
import windtunnel.model.key.Key;

/** A move to another class of storage at some age. */
public record Move(
        @Key(doc = "Where saves go.", example = "azure-blob-lrs-cool")
        StorageClass to,

        @Key(doc = "Age at which they go, counted from the instant they were durable.", example = "7 d")
        TimeSpan after) {}
