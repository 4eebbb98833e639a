namespace Xmrl.Rl.Surrogates;

/// <summary>What the sum over samples is divided by.</summary>
public enum SampleReduction
{
    /// <summary>The number of samples: every visited state counts alike.</summary>
    PerSample,

    /// <summary>The number of trajectories: the gradient of the expected return per trajectory.</summary>
    PerTrajectory,
}
