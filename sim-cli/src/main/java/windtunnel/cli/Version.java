package windtunnel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, and the date of its library. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"windtunnel " + number() + ", library of " + property("library")};
    }

    /** The version number that results carry. */
    static String number() {
        return property("version");
    }

    private static String property(String key) {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty(key);
        } catch (IOException e) {
            throw new IllegalStateException("the jar lacks its version", e);
        }
    }
}
