package windtunnel.model.hardware;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.OperationRate;
import windtunnel.model.key.Key;
import windtunnel.model.key.LibraryEntry;

/** An object storage service: what one account may do. */
@LibraryEntry("object-store")
public record ObjectSku(
        @Key(doc = "Name in the library.", example = "azure-blob-standard")
        String name,

        @Key(doc = "Other names of the same thing.", def = "[]")
        List<String> aliases,

        @Key(doc = "Who sells it.", example = "azure") String cloud,

        @Key(doc = "Fastest that all clients together read.")
        Optional<Sourced<Bandwidth>> egress,

        @Key(doc = "Fastest that all clients together write.")
        Optional<Sourced<Bandwidth>> ingress,

        @Key(doc = "Requests a second of all clients together.")
        Optional<Sourced<OperationRate>> requests) {}
