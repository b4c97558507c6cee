package windtunnel.model.training;

/** From an instant on, all nodes of a job together read at this rate. */
record FeedPoint(long atNanos, double bytesPerSec) {}
