package windtunnel.model.collective.nccl;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import windtunnel.model.hardware.LinkSku;

/** Protocols of NCCL: how a rank knows that data has arrived. */
public enum Protocol {
    /** 8 bytes, half of them flag: least latency, half the bandwidth. */
    LL("LL"),
    /** Lines of 128 bytes with 120 of payload; needs stores that stay together. */
    LL128("LL128"),
    /** Whole chunks with a fence: full bandwidth, most latency. */
    SIMPLE("Simple");

    private final String text;

    Protocol(String text) {
        this.text = text;
    }

    /** As NCCL writes it. */
    public String text() {
        return text;
    }

    /** The protocol of that name, whatever its case. */
    public static Optional<Protocol> of(String text) {
        String plain = text.strip();
        return Arrays.stream(values())
                .filter(protocol -> protocol.text.equalsIgnoreCase(plain))
                .findFirst();
    }

    /** Names of all protocols. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Protocol::text).toList();
    }

    /** The protocols that the transport of a network link carries. */
    public static Set<Protocol> carriedBy(LinkSku link) {
        Set<Protocol> carried = EnumSet.noneOf(Protocol.class);
        for (Protocol protocol : values()) {
            if (link.protocols().contains(protocol.text)) {
                carried.add(protocol);
            }
        }
        return carried;
    }
}
