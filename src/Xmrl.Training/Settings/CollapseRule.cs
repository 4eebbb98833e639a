namespace Xmrl.Training.Settings;

/// <summary>What becomes of a meta-training whose last mean score on the validation tasks is below its best by more than
/// <see cref="ScoringSettings.DegradedBy"/>.</summary>
public enum CollapseRule
{
    /// <summary>The parameters after the last iteration are the result.</summary>
    KeepLast,

    /// <summary>The parameters of the best validation are the result. Test tasks have no part in it.</summary>
    ReturnToBest,
}
