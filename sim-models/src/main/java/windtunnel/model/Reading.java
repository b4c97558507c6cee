package windtunnel.model;

/**
 * How the nodes of a job, all alike, read its data set.
 *
 * @param nodes nodes that read
 * @param neededBytesPerSec what all of them together need for steps without a wait
 * @param datasetBytes bytes of one epoch; infinite when nothing is read twice
 * @param fileBytes bytes of one file; infinite when files are so large that opening them costs nothing
 * @param openFiles files that one node reads at once
 * @param reshuffled whether any node may read any sample in the next epoch, or each node its own share again
 * @param epoch the epoch, from 1
 */
public record Reading(
        int nodes,
        double neededBytesPerSec,
        double datasetBytes,
        double fileBytes,
        double openFiles,
        boolean reshuffled,
        long epoch) {
    /** The same reading in another epoch. */
    public Reading in(long newEpoch) {
        return new Reading(nodes, neededBytesPerSec, datasetBytes, fileBytes, openFiles, reshuffled, newEpoch);
    }

    /** The same reading, with the same share of the set for each node in every epoch. */
    public Reading fixed() {
        return new Reading(nodes, neededBytesPerSec, datasetBytes, fileBytes, openFiles, false, epoch);
    }
}
