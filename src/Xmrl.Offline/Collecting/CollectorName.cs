namespace Xmrl.Offline.Collecting;

/// <summary>How the steps of a data set are drawn.</summary>
internal enum CollectorName
{
    /// <summary>A policy per task that learns by trust-region steps while it collects.</summary>
    TrustRegion,

    /// <summary>A policy per task that learns by epochs on a clipped surrogate while it collects.</summary>
    Clipped,

    /// <summary>A soft actor-critic per task that learns from replay while it collects.</summary>
    SoftActorCritic,

    /// <summary>The untrained policy.</summary>
    Random,

    /// <summary>The policy of a stored run, before adaptation.</summary>
    Fixed,
}
