package windtunnel.model.queue;

/** GPU time that teams used, of which half counts after each half-life, over their shares. */
final class FairUse {
    private final double[] used;
    private final double[] shares;
    private final double halfLifeNanos;
    private long sinceNanos;

    FairUse(double[] shares, double halfLifeNanos) {
        this.shares = shares.clone();
        this.halfLifeNanos = halfLifeNanos;
        used = new double[shares.length];
    }

    /** Since the last call the teams held {@code gpus}; what they held decays by {@code 2^(-t / half-life)} from when it was used. */
    void account(long nowNanos, long[] gpus) {
        double elapsed = nowNanos - sinceNanos;
        sinceNanos = nowNanos;
        if (elapsed == 0) {
            return;
        }
        double rate = Math.log(2) / halfLifeNanos;
        double kept = Math.exp(-rate * elapsed);
        for (int team = 0; team < used.length; team++) {
            used[team] = used[team] * kept + gpus[team] * (1 - kept) / rate;
        }
    }

    /** Decayed GPU time of a team over its share; the team with the least is next. */
    double of(int team) {
        return used[team] / shares[team];
    }
}
