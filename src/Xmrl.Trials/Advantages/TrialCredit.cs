namespace Xmrl.Trials.Advantages;

/// <summary>Which rewards an action is credited with.</summary>
public enum TrialCredit
{
    /// <summary>All later rewards of the trial, also those of later trajectories: exploring pays (Duan et al. 2016).</summary>
    Trial,

    /// <summary>Those of the same trajectory alone, as several public implementations have it: exploring for the next trajectory earns
    /// nothing.</summary>
    Trajectory,
}
