package windtunnel.scenario.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Key;

class InlineKeysTest {
    private static final Shapes SHAPES = new Shapes(List.of());

    /** Keys of several records. */
    public record Shared(
            @Key(doc = "Left.") String left,
            @Key(doc = "Right.") Optional<String> right) {
        /** Refuses one word. */
        public Shared {
            if (left.equals("bad")) {
                throw new IllegalArgumentException("left is bad");
            }
        }
    }

    /** A record that has them between its own. */
    public record Owner(
            @Key(doc = "First.") long first,
            @Inline Shared shared,
            @Key(doc = "Last.") boolean last) {}

    /** A record that has a key of a shared name. */
    public record Clash(
            @Inline Shared shared, @Key(doc = "Left.") String left) {}

    @Test
    void keysStandBesideTheOwners() throws InvocationTargetException {
        RecordShape shape = SHAPES.record(Owner.class);
        assertThat(shape.keyNames()).containsExactly("first", "left", "right", "last");
        Owner owner = (Owner) shape.create(new Object[] {7L, "a", Optional.of("b"), true});
        assertThat(owner).isEqualTo(new Owner(7, new Shared("a", Optional.of("b")), true));
        assertThat(shape.keys().stream().map(key -> key.in(owner))).containsExactly(7L, "a", Optional.of("b"), true);
    }

    @Test
    void canonicalLinesLeadBackToTheRecord() {
        RecordShape shape = SHAPES.record(Owner.class);
        Owner owner = new Owner(7, new Shared("a", Optional.empty()), false);
        Map<String, String> lines = Canonical.flat(Canonical.tree(owner, shape, Set.of()));
        assertThat(lines)
                .containsExactly(Map.entry("first", "7"), Map.entry("last", "false"), Map.entry("left", "\"a\""));
        assertThat(Restore.record(shape, lines, Map.of())).isEqualTo(owner);
    }

    @Test
    void whatTheSharedRecordRefusesIsItsReason() {
        assertThatThrownBy(() -> SHAPES.record(Owner.class).create(new Object[] {7L, "bad", Optional.empty(), true}))
                .isInstanceOf(InvocationTargetException.class)
                .hasRootCauseMessage("left is bad");
    }

    @Test
    void twoKeysOfOneNameAreAMistakeOfTheRecord() {
        assertThatThrownBy(() -> SHAPES.record(Clash.class).keys())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two keys of one name");
    }
}
