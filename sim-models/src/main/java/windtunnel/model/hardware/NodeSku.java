package windtunnel.model.hardware;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Count;
import windtunnel.model.key.Key;
import windtunnel.model.key.LibraryEntry;

/** One kind of server or virtual machine. */
@LibraryEntry("node")
public record NodeSku(
        @Key(doc = "Name in the library.", example = "azure-nd96isr-h100-v5")
        String name,

        @Key(doc = "Other names of the same thing, such as the cloud's own.", def = "[]")
        List<String> aliases,

        @Key(doc = "Who sells it.", example = "azure") String cloud,

        @Key(doc = "Kind of GPU.", example = "h100-sxm-80gb")
        GpuSku gpu,

        @Key(doc = "GPUs of one node.", example = "8") Sourced<Count> gpus,

        @Key(doc = "GPUs that reach each other over the scale-up link; may span nodes.", example = "8")
        Sourced<Count> scaleUpDomain,

        @Key(doc = "Link between the GPUs of a scale-up domain.", example = "nvlink4")
        LinkSku scaleUp,

        @Key(doc = "NICs of the back-end fabric.", example = "8")
        Sourced<Count> nics,

        @Key(doc = "Link of one back-end NIC.", example = "ndr400")
        Optional<LinkSku> nic,

        @Key(doc = "Front-end bandwidth, which storage traffic uses.")
        Optional<Sourced<Bandwidth>> frontEnd,

        @Key(doc = "Virtual or physical CPU cores.") Optional<Sourced<Count>> cores,
        @Key(doc = "Host memory.") Optional<Sourced<Bytes>> hostMemory) {}
