package windtunnel.model.hardware;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.OperationRate;
import windtunnel.model.key.Key;
import windtunnel.model.key.LibraryEntry;

/** The local drives of one node taken together, as a benchmark such as fio measures them. */
@LibraryEntry("drive")
public record DriveSku(
        @Key(doc = "Name in the library.", example = "azure-nd-h100-v5-nvme")
        String name,

        @Key(doc = "Other names of the same thing.", def = "[]")
        List<String> aliases,

        @Key(doc = "Rate of large reads.") Optional<Sourced<Bandwidth>> read,
        @Key(doc = "Rate of large writes.") Optional<Sourced<Bandwidth>> write,

        @Key(doc = "Read operations a second, which bound reads of small files.")
        Optional<Sourced<OperationRate>> readOperations,

        @Key(doc = "Write operations a second, which bound writes of small files.")
        Optional<Sourced<OperationRate>> writeOperations) {}
