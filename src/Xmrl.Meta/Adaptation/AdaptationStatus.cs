namespace Xmrl.Meta.Adaptation;

/// <summary>What became of one task's adaptation.</summary>
public enum AdaptationStatus
{
    /// <summary>Adapted.</summary>
    Adapted,

    /// <summary>The proximal inner solve ended above its tolerance; the policy is where it ended.</summary>
    NotConverged,

    /// <summary>A number on the way is not finite.</summary>
    NonFinite,
}
