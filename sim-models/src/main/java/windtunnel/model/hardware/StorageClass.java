package windtunnel.model.hardware;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.key.Key;
import windtunnel.model.key.LibraryEntry;

/** A class of object storage: its price, the stay that is paid at least, and how long a read waits. */
@LibraryEntry("storage-class")
public record StorageClass(
        @Key(doc = "Name in the library.", example = "azure-blob-lrs-cool")
        String name,

        @Key(doc = "Other names of the same thing.", def = "[]")
        List<String> aliases,

        @Key(doc = "Who sells it.", example = "azure") String cloud,

        @Key(doc = "Name of the item that what is stored is priced by.", example = "azure-blob-lrs/cool")
        String priceItem,

        @Key(doc = "Shortest stay that is paid; deleting or moving earlier costs the rest.")
        Optional<Sourced<TimeSpan>> minimumStay,

        @Key(
                doc = "Name of the item that each object's move into the class is priced by; without it, its writes.",
                example = "aws-s3/standard-ia/transition")
        Optional<String> moveItem,

        @Key(doc = "Time until what is stored offline can be read; without it, it is online.")
        Optional<Sourced<TimeSpan>> offline) {}
