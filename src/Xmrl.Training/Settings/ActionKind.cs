namespace Xmrl.Training.Settings;

/// <summary>Which actions an adapted policy takes when it is scored.</summary>
public enum ActionKind
{
    /// <summary>The mean: how a policy is deployed.</summary>
    Mean,

    /// <summary>Sampled: how a policy is trained.</summary>
    Sampled,
}
