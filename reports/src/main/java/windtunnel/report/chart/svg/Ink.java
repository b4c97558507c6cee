package windtunnel.report.chart.svg;

import java.awt.Color;
import java.awt.Paint;
import java.awt.PaintContext;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.ColorModel;
import windtunnel.model.LedgerState;

/** A colour with a name: a CSS variable on a page, so that dark and light work, and a fixed value in files and images. */
public enum Ink implements Paint {
    /** Text. */
    INK("ink", "#1c2127"),
    /** Text that steps back. */
    MUTE("mute", "#59636e"),
    /** Hairlines. */
    HAIR("hair", "#d5dae0"),
    /** Background. */
    PAPER("paper", "#ffffff"),
    /** Advances the model. */
    PRODUCTIVE("productive", "#1d7a63"),
    /** Computes something twice. */
    REDUNDANT("redundant", "#cf6a2e"),
    /** Exposed communication. */
    COMMUNICATION("communication", "#2f6db3"),
    /** Waiting inside the step. */
    SCHEDULE("schedule", "#7663b5"),
    /** Waiting for data. */
    INPUT("input", "#a97f0f"),
    /** Stalled by saving. */
    CHECKPOINT("checkpoint", "#94528a"),
    /** Down after a failure. */
    FAILURE("failure", "#b3261e"),
    /** Paid for and not given to work. */
    CAPACITY("capacity", "#7b858f");

    /** Colours of designs side by side, well apart; more than eight designs share them. */
    private static final Ink[] DESIGNS = {
        COMMUNICATION, REDUNDANT, PRODUCTIVE, SCHEDULE, INPUT, CHECKPOINT, FAILURE, CAPACITY
    };

    private final String variable;
    private final String hex;

    Ink(String variable, String hex) {
        this.variable = variable;
        this.hex = hex;
    }

    /** The ink of a state's family. */
    public static Ink of(LedgerState.Group group) {
        return valueOf(group.name());
    }

    /** The ink of the {@code index}-th of several designs. */
    public static Ink ofDesign(int index) {
        return DESIGNS[index % DESIGNS.length];
    }

    /** Name of the CSS variable, without the leading dashes. */
    public String variable() {
        return variable;
    }

    /** The value on white paper. */
    public String hex() {
        return hex;
    }

    /** The value on white paper. */
    public Color color() {
        return new Color(Integer.parseInt(hex.substring(1), 16));
    }

    @Override
    public PaintContext createContext(
            ColorModel model, Rectangle device, Rectangle2D user, AffineTransform transform, RenderingHints hints) {
        return color().createContext(model, device, user, transform, hints);
    }

    @Override
    public int getTransparency() {
        return OPAQUE;
    }
}
