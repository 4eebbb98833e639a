namespace Xmrl.Meta.Learners.Parts;

/// <summary>What one task of one iteration takes, if no episode ends early: what costs, memory and progress are counted from.</summary>
/// <param name="RolloutSteps">Environment steps of one rollout.</param>
/// <param name="Rollouts">Rollouts, each of which is kept until the iteration ends, with the parameters that drew it.</param>
public readonly record struct TaskLoad(double RolloutSteps, int Rollouts)
{
    /// <summary>Environment steps of all rollouts.</summary>
    public double Steps => Rollouts * RolloutSteps;
}
