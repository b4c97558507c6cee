/** The files of a result folder, byte for byte the same for the same result. */
package windtunnel.report.files;
