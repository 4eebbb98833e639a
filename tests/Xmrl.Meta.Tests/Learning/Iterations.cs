using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Meta.Tests.Learning;

/// <summary>Single iterations on parameters and an outer step that the test holds.</summary>
internal static class Iterations
{
    /// <summary>One iteration; θ is moved in place.</summary>
    public static IterationReport Iterate(
        this GradientLearner learner, Real[] theta, IReadOnlyList<TaskPlan> plans, IOuterStep step, RandomKey key, int[]? order = null,
        CancellationToken token = default)
    {
        GradientTraining training = learner.Begin(theta, step);
        IterationReport report = training.Iterate(plans, key, order, token);
        training.Parameters.CopyTo(theta, 0);
        return report;
    }
}
