package windtunnel.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void orderMatters() {
        String one = new Fingerprint().add(1L).add(2L).hex();
        String two = new Fingerprint().add(2L).add(1L).hex();
        assertThat(one).isNotEqualTo(two).hasSize(16).matches("[0-9a-f]{16}");
    }

    @Test
    void textsAreDelimited() {
        String one = new Fingerprint().add("ab").add("c").hex();
        String two = new Fingerprint().add("a").add("bc").hex();
        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void negativeZeroCountsAsZero() {
        assertThat(new Fingerprint().add(-0.0).hex())
                .isEqualTo(new Fingerprint().add(0.0).hex());
    }

    @Test
    void digestIsTheSameOnEveryJvm() {
        assertThat(new Fingerprint().add(42L).add(0.1).add("windtunnel").hex()).isEqualTo("9a52b2d687ca5c83");
    }
}
