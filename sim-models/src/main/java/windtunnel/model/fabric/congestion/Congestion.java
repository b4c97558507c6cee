package windtunnel.model.fabric.congestion;

import java.util.List;
import java.util.Optional;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Assumptions;
import windtunnel.model.Messages;
import windtunnel.model.Sharing;
import windtunnel.model.hardware.Tag;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.key.Shorthand;

/**
 * What keeps senders from overrunning the network.
 *
 * <p>A full link carries min(usable, goodput x raw) bytes per second of data. The library's usable rate is measured and already contains what its own transport loses,
 * so the profile replaces it where it is lower and is never multiplied with it. Without a profile the usable rate holds.
 */
@Shorthand("profile")
public record Congestion(
        @Key(
                doc = "What controls congestion: 'ib-credit', 'roce-dcqcn', 'roce-pfc-only' or 'tcp'.",
                example = "roce-dcqcn")
        Profile profile,

        @Key(doc = "Share of the line rate that data gets on a full link, in place of the profile's.", example = "0.92")
        Optional<Fraction> goodput,

        @Key(
                doc =
                        "What pauses do to flows that share a link with one that waits: nothing ('none'), or they wait too ('hol').",
                def = "none",
                example = "hol")
        Pfc pfc,

        @Key(doc = "The kernel's TCP; with profile tcp.", example = "{ sockets: 16 }")
        Optional<Tcp> tcp)
        implements Checked {
    /** What pauses do. */
    public enum Pfc {
        /** Flows wait for their own links only. */
        NONE,
        /** A paused link holds back all flows on it: head-of-line blocking. */
        HOL
    }

    /** Profiles under which a switch pauses the sender. */
    private static final List<Profile> PAUSING = List.of(Profile.IB_CREDIT, Profile.ROCE_PFC_ONLY);

    @Override
    public void check(Issues issues) {
        issues.check(
                tcp.isEmpty() || profile == Profile.TCP,
                "tcp",
                "goes with 'profile: tcp', not with '" + profile.word() + "'");
        issues.check(goodput.isEmpty() || goodput.get().value() > 0, "goodput", "must be above 0");
        issues.check(
                pfc == Pfc.NONE || PAUSING.contains(profile),
                "pfc",
                profile == Profile.TCP
                        ? "TCP drops packets and does not pause; 'hol' goes with 'ib-credit' and 'roce-pfc-only'"
                        : "DCQCN keeps queues too short for pauses that last; 'hol' goes with 'ib-credit' and"
                                + " 'roce-pfc-only'");
    }

    /** A profile as it stands. */
    public static Congestion of(Profile profile) {
        return new Congestion(profile, Optional.empty(), Pfc.NONE, Optional.empty());
    }

    /** Whether the kernel's TCP carries the data. */
    public boolean overTcp() {
        return profile == Profile.TCP;
    }

    /** The kernel's TCP, which counts where it carries the data. */
    public Tcp kernel() {
        return tcp.orElse(Tcp.USUAL);
    }

    /** Share of the line rate that data gets. */
    public double share() {
        return goodput.map(Fraction::value).orElse(overTcp() ? kernel().goodput() : profile.goodput());
    }

    /** What data gets of a link, in bytes per second. */
    public double limit(double usableBytesPerSec, double rawBytesPerSec) {
        return Math.min(usableBytesPerSec, share() * rawBytesPerSec);
    }

    /** How flows that meet share a link. */
    public Sharing sharing() {
        return overTcp()
                ? new Sharing(
                        true,
                        kernel().model().segmentBytes(),
                        false,
                        kernel().model().messages())
                : new Sharing(false, 0, pfc == Pfc.HOL, Messages.ALIKE);
    }

    /** Says where the share is from. */
    public void note(Assumptions assumptions) {
        String source = overTcp()
                ? "SimGrid's " + kernel().model() + " at 12a63c78"
                        + (kernel().crossTraffic() ? ", acknowledgements 5 %" : "")
                : profile.source();
        assumptions.note(
                "fabric.congestion." + profile.word() + ".goodput",
                Numbers.percent(share(), 1),
                Tag.ASSUMED,
                goodput.isPresent() ? "the scenario" : source,
                "undated");
    }
}
