package windtunnel.model;

import java.util.List;

/** A kind of storage: configuration that becomes links and meters of one run. */
public interface Storage {
    /** Name by which workloads refer to it. */
    String name();

    /** Names of the items that it is priced by: {@code amlfs/250}; none for what comes with the nodes. */
    List<String> priceItems();

    /** Adds its links to the world's network and returns the running storage. */
    StorageSystem attach(World world);
}
