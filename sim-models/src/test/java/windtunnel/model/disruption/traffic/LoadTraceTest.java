package windtunnel.model.disruption.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.QuantityException;

/** Traces of load. */
class LoadTraceTest {
    @Test
    @DisplayName("net-7.5 a trace is read line by line, comments aside")
    void read() {
        assertThat(LoadTrace.parse("# uplink 3\nt_seconds, share\n0, 0.2\n\n10,0.6\n20, 0.2\n"))
                .containsExactly(
                        new LoadTrace.Change(0, 0.2), new LoadTrace.Change(10, 0.6), new LoadTrace.Change(20, 0.2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "share;0,1|line 1: 'share' is not the heading t_seconds,share",
                "t_seconds,share|has no line of data under the heading t_seconds,share",
                "t_seconds,share;5,0.1|line 2: the first time must be 0",
                "t_seconds,share;0,0.1;0,0.2|line 3: is not later than the line before",
                "t_seconds,share;0,1.0|line 2: '1.0' is no share from 0 to below 1",
                "t_seconds,share;0,half|line 2: 'half' is no number from 0 on",
                "t_seconds,share;0,0.1,7|line 2: '0,0.1,7' is not written as t_seconds,share",
                "t_seconds,share;0,0;1e9,0|line 3: is too late; a trace is shorter than 28 years"
            })
    void broken(String text, String message) {
        assertThatThrownBy(() -> LoadTrace.parse(text.replace(';', '\n')))
                .isInstanceOf(QuantityException.class)
                .hasMessage(message);
    }
}
