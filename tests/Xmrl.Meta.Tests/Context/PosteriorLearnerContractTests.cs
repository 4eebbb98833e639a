using Xmrl.Contracts;
using Xmrl.Environments.PointRobot;
using Xmrl.Meta.Context;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

/// <summary>PEARL on the sparse point robot, whose critic sees another reward than its context, with every phase of collection and a ring
/// that wraps.</summary>
public abstract class PosteriorLearnerContractTests : MetaLearnerContract
{
    private protected abstract PosteriorRecipe Options { get; }

    private protected static PosteriorRecipe Small { get; } = new()
    {
        Hidden = [8, 8],
        EncoderHidden = [7],
        Latent = 2,
        Batch = 9,
        ContextSamples = 5,
        MetaBatch = 3,
        TasksPerCollection = 4,
        InitialSteps = 30,
        PriorSteps = 20,
        PosteriorSteps = 20,
        ExtraSteps = 10,
        GradientSteps = 4,
        ReplayCapacity = 90,
    };

    protected override IMetaLearner CreateLearner(WorkPool pool)
        => new PosteriorLearner(new PointRobotFamily(PointRobotOptions.Sparse), Options, pool);
}
