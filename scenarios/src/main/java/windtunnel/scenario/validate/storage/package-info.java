/** Published measurements of storage: MLPerf Storage, checkpoint sizes, disks, tiers. */
package windtunnel.scenario.validate.storage;
