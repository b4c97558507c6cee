package windtunnel.model.training;

/**
 * What the saves of a job ask of an object store.
 *
 * @param files files of one save: one of each writer
 * @param writes requests that write one save
 * @param readBytes bytes that one restore reads
 * @param reads requests of one restore
 */
record SaveRequests(long files, long writes, long readBytes, long reads) {
    static final SaveRequests NONE = new SaveRequests(0, 0, 0, 0);

    /** Saves of {@code bytes} in equal files, of which a restore reads {@code readBytes}, each request at most {@code request} bytes. */
    static SaveRequests of(long files, double bytes, double readBytes, double request) {
        double each = Math.ceil(bytes / files / request);
        double again = Math.max(files, Math.ceil(readBytes / request));
        return bytes > 0 ? new SaveRequests(files, (long) each * files, Math.round(readBytes), (long) again) : NONE;
    }
}
