package windtunnel.model.training;

import windtunnel.model.CollectiveCosts;
import windtunnel.model.CollectiveOp;
import windtunnel.model.GroupFamily;
import windtunnel.model.compute.CommCosts;

/** The collectives of a job's step on the cluster's fabric. */
record FabricCosts(CollectiveCosts collectives, GroupFamily tensor, GroupFamily data, GroupFamily pipeline)
        implements CommCosts {
    @Override
    public double tensorAllReduce(double bytes) {
        return collectives.seconds(CollectiveOp.ALL_REDUCE, tensor, bytes);
    }

    @Override
    public double tensorAllGather(double bytes) {
        return collectives.seconds(CollectiveOp.ALL_GATHER, tensor, bytes);
    }

    @Override
    public double pipelineSend(double bytes) {
        return collectives.seconds(CollectiveOp.SEND_RECV, pipeline, bytes);
    }

    @Override
    public double dataAllReduce(double bytes) {
        return collectives.seconds(CollectiveOp.ALL_REDUCE, data, bytes);
    }

    @Override
    public double dataReduceScatter(double bytes) {
        return collectives.seconds(CollectiveOp.REDUCE_SCATTER, data, bytes);
    }

    @Override
    public double dataAllGather(double bytes) {
        return collectives.seconds(CollectiveOp.ALL_GATHER, data, bytes);
    }
}
