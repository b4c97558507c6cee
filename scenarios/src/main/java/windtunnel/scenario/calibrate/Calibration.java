package windtunnel.scenario.calibrate;

/** Turns one kind of measurement into an entry of the library. */
public interface Calibration {
    /** What the measurement is called: {@code fio}, {@code ior}. */
    String name();

    /**
     * Fits an entry.
     *
     * @param entry name of the new entry
     * @param file name of the file, for messages and as its source
     * @param text what the file says
     * @throws CalibrationException if the text is no such measurement or says too little
     */
    Fitted fit(String entry, String file, String text);
}
