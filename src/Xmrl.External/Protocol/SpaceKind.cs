namespace Xmrl.External.Protocol;

/// <summary>What observations or actions are.</summary>
internal enum SpaceKind : byte
{
    /// <summary>Real numbers between bounds, of any shape.</summary>
    Box = 1,

    /// <summary>One of n choices.</summary>
    Discrete = 2,

    /// <summary>Several choices at once.</summary>
    MultiDiscrete = 3,

    /// <summary>Something else, which is refused by name.</summary>
    Other = 0xFF,
}
