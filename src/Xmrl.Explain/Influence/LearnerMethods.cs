using Xmrl.Meta.Learners;

namespace Xmrl.Explain.Influence;

/// <summary>What an explanation of a learner can stand on.</summary>
internal static class LearnerMethods
{
    /// <summary>The methods that a learner permits.</summary>
    /// <param name="learner">The learner.</param>
    /// <returns>The identity first, which all permit: without gradients of single tasks it stands for continued training.</returns>
    public static IEnumerable<InfluenceMethod> InfluenceMethods(this LearnerSettings learner)
    {
        yield return InfluenceMethod.Identity;
        if (learner.HasCurvature)
        {
            yield return InfluenceMethod.Exact;
            yield return InfluenceMethod.Fisher;
        }

        if (learner.HasTracing)
        {
            yield return InfluenceMethod.Tracing;
        }
    }
}
