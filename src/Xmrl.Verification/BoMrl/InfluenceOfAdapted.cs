using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Verification.BoMrl;

/// <summary>Lemma 3 of xmrl on the exact objectives of bo-mrl.</summary>
internal static class InfluenceOfAdapted
{
    /// <summary>The influence of tasks after adaptation under D₂ against retraining with other weights.</summary>
    public static TheoryCheck Check()
    {
        var tasks = new AdaptedTasks(RandomKey.FromSeed(70), InfluenceChecks.Tasks, ProximalDivergence.Reverse);
        return InfluenceChecks.Check(
            "Lemma 3, BO-MRL",
            $"{InfluenceChecks.Tasks} training tasks and a poor one, J after adaptation under D₂ by exact hyper-gradients",
            tasks.Optimum, tasks.PoorValue, tasks.At, AdaptedTasks.Dimension);
    }
}
