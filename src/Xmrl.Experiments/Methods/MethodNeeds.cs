namespace Xmrl.Experiments.Methods;

/// <summary>What a method needs beyond the base policy, its learner and tasks.</summary>
[Flags]
public enum MethodNeeds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Visited states of the environment that can be mixed.</summary>
    MixedStates = 1,

    /// <summary>A law of the mixing coefficients that is learned for it, on its critical tasks.</summary>
    LearnedLaw = 2,

    /// <summary>A distance between tasks.</summary>
    TaskDistance = 4,
}
