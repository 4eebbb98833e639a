namespace Xmrl.Reproduction;

/// <summary>Which trajectories of an adaptation a score is the mean return of.</summary>
internal enum ScoreKind
{
    /// <summary>Those after its last step.</summary>
    Last,

    /// <summary>Those before it, between its steps and after it: the mean over all points of the adaptation curve.</summary>
    All,
}
