package windtunnel.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int COMPUTE = 0;
    private static final int WAIT = 1;
    private static final int DOWN = 2;
    private static final int LOST = 3;

    private static Ledger ledger() {
        return new Ledger("job", new boolean[] {true, true, false, false}, LOST);
    }

    private static BigInteger of(long value) {
        return BigInteger.valueOf(value);
    }

    @Test
    void workIsPendingUntilASnapshotTakenAfterItIsDurable() {
        Ledger ledger = ledger();
        ledger.book(COMPUTE, 8, 100);
        int first = ledger.snapshot();
        ledger.book(COMPUTE, 8, 50);
        ledger.commit(first);
        assertThat(ledger.total(COMPUTE)).isEqualTo(of(800));
        assertThat(ledger.pendingAfter(0)).isEqualTo(of(400));
    }

    @Test
    void afterAFailureWorkSinceTheNewestDurableSnapshotIsLostNotSinceItBecameDurable() {
        Ledger ledger = ledger();
        ledger.book(COMPUTE, 1, 900);
        int first = ledger.snapshot();
        ledger.book(COMPUTE, 1, 300);
        ledger.commit(first);
        ledger.book(COMPUTE, 1, 450);
        ledger.book(WAIT, 1, 10);
        ledger.loseAfter(first);
        assertThat(ledger.total(LOST)).isEqualTo(of(760));
        assertThat(ledger.lostFrom(COMPUTE)).isEqualTo(of(750));
        assertThat(ledger.lostFrom(WAIT)).isEqualTo(of(10));
        assertThat(ledger.total(COMPUTE)).isEqualTo(of(900));
    }

    @Test
    void aLossCanReachBackBeyondTheNewestSnapshotWhileNothingIsFinal() {
        Ledger ledger = ledger();
        for (int i = 1; i <= 4; i++) {
            ledger.book(COMPUTE, 1, i);
            ledger.snapshot();
        }
        ledger.book(COMPUTE, 1, 100);
        ledger.fold(2);
        assertThat(ledger.pendingAfter(3)).isEqualTo(of(104));
        ledger.loseAfter(3);
        assertThat(ledger.total(LOST)).isEqualTo(of(104));
        assertThat(ledger.pendingAfter(2)).isEqualTo(of(3));
        assertThat(ledger.pendingAfter(0)).isEqualTo(of(6));
        ledger.loseAfter(0);
        assertThat(ledger.total(LOST)).isEqualTo(of(110));
        assertThat(ledger.total(COMPUTE)).isZero();
    }

    @Test
    void timeThatIsNoWorkIsSpentAtOnce() {
        Ledger ledger = ledger();
        ledger.book(DOWN, 4, 25);
        ledger.loseAfter(0);
        assertThat(ledger.total(DOWN)).isEqualTo(of(100));
        assertThat(ledger.total(LOST)).isZero();
    }

    @Test
    void sumsBeyondALongAreExact() {
        Ledger ledger = ledger();
        for (int i = 0; i < 3; i++) {
            ledger.book(COMPUTE, 100_000, 9_000_000_000_000_000_000L);
        }
        ledger.commitAll();
        assertThat(ledger.total(COMPUTE)).isEqualTo(new BigInteger("2700000000000000000000000"));
    }

    @Test
    void bookingToTheLostStateOrNegativeTimeThrows() {
        assertThatThrownBy(() -> ledger().book(LOST, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger().book(COMPUTE, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 500)
    void statesAlwaysSumToWhatWasHeld(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 7) Integer> actions) {
        Ledger ledger = ledger();
        int newest = 0;
        long held = 0;
        for (int action : actions) {
            switch (action) {
                case 0, 1, 2 -> {
                    ledger.book(action, 3, 7);
                    held += 21;
                }
                case 3 -> newest = ledger.snapshot();
                case 4 -> ledger.commit(newest);
                case 5 -> ledger.loseAfter(newest);
                case 7 -> ledger.fold(newest);
                default -> ledger.commitAll();
            }
        }
        BigInteger sum = ledger.pendingAfter(0);
        BigInteger parts = BigInteger.ZERO;
        for (int state = 0; state < 4; state++) {
            sum = sum.add(ledger.total(state));
            parts = parts.add(ledger.lostFrom(state));
        }
        assertThat(sum).isEqualTo(of(held)).isEqualTo(ledger.held());
        assertThat(parts).isEqualTo(ledger.total(LOST));
    }
}
