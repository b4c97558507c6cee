package windtunnel.model.collective;

/**
 * Rings of a family in both senses of rotation, each with half of the payload.
 *
 * @param senses the rings of each sense
 */
record BothWays(GroupRings... senses) implements Traffic {
    @Override
    public int flows() {
        return senses[0].flows();
    }

    @Override
    public void visit(int group, LinkSink sink) {
        for (GroupRings sense : senses) {
            sense.visit(group, (link, load) -> sink.cross(link, load / senses.length));
        }
    }
}
