package windtunnel.model;

/** How the size of a message changes what a transport makes of a link, against long messages' rate and short messages' latency. */
public interface Messages {
    /** Size does not matter. */
    Messages ALIKE = new Messages() {
        @Override
        public double rate(double bytes) {
            return 1;
        }

        @Override
        public double latency(double bytes) {
            return 1;
        }
    };

    /** Factor on the rate of long messages. */
    double rate(double bytes);

    /** Factor on the latency of short messages. */
    double latency(double bytes);
}
