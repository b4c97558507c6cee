package windtunnel.model;

/** A kind of shared storage: configuration that becomes links and meters of one run. */
public interface Storage {
    /** Name by which workloads refer to it. */
    String name();

    /** Name of the item that its provisioned capacity is priced by: {@code amlfs/250}. */
    String priceItem();

    /** Adds its links to the world's network and returns the running storage. */
    StorageSystem attach(World world);
}
