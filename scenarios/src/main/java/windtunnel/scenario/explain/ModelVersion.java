package windtunnel.scenario.explain;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Names the models of this program: the version, and a digest of the sources that every number comes from. */
public final class ModelVersion {
    private static final int DIGITS = 8;

    private ModelVersion() {}

    /** The name, such as {@code 0.1.0+1f3a9c07}. */
    public static String of(String version) {
        return version + "+" + digest().substring(0, DIGITS);
    }

    private static String digest() {
        try (InputStream in = ModelVersion.class.getResourceAsStream("models.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("sources");
        } catch (IOException e) {
            throw new IllegalStateException("the jar lacks the digest of its models", e);
        }
    }
}
