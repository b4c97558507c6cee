package windtunnel.scenario.validate;

import java.util.List;
import java.util.Optional;
import windtunnel.scenario.validate.collectives.CollectivesPredictor;
import windtunnel.scenario.validate.reliability.ReliabilityPredictor;
import windtunnel.scenario.validate.spot.SpotPredictor;
import windtunnel.scenario.validate.storage.StoragePredictor;
import windtunnel.scenario.validate.training.TrainingPredictor;

/** The one list of categories and of their predictors. */
final class Predictors {
    /** All categories, in the order in which they are reported. */
    static final List<String> CATEGORIES =
            List.of("collectives", "training", "storage", "reliability", "spot", "serving");

    private final List<Predictor> all;

    private Predictors(List<Predictor> all) {
        this.all = all;
    }

    /** Predictors that may look up side files in {@code folder}. */
    static Predictors on(CaseFolder folder) {
        return new Predictors(List.of(
                new CollectivesPredictor(),
                new TrainingPredictor(),
                new StoragePredictor(),
                new ReliabilityPredictor(),
                new SpotPredictor(folder)));
    }

    /** The predictor of {@code category}, if there is one. */
    Optional<Predictor> of(String category) {
        return all.stream()
                .filter(predictor -> predictor.category().equals(category))
                .findFirst();
    }
}
