namespace Xmrl.Offline.Learning;

/// <summary>What the likelihood of stored actions is weighted with.</summary>
internal enum WeightKind
{
    /// <summary>Exponentials of standardised advantages.</summary>
    Advantage,

    /// <summary>1: imitation of the data, a control.</summary>
    Uniform,
}
