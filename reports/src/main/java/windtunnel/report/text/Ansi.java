package windtunnel.report.text;

import windtunnel.model.LedgerState;

/** Colours of a terminal, or none. */
final class Ansi {
    private final boolean on;

    Ansi(boolean on) {
        this.on = on;
    }

    String bold(String text) {
        return paint("1", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String warn(String text) {
        return paint("33", text);
    }

    String state(LedgerState state, String text) {
        return switch (state.group()) {
            case PRODUCTIVE -> paint("32", text);
            case REDUNDANT, FAILURE -> paint("31", text);
            case COMMUNICATION -> paint("34", text);
            case SCHEDULE -> paint("36", text);
            case INPUT -> paint("33", text);
            case CHECKPOINT -> paint("35", text);
            case CAPACITY -> paint("90", text);
        };
    }

    private String paint(String code, String text) {
        return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
