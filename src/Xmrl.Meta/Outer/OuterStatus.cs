namespace Xmrl.Meta.Outer;

/// <summary>What became of an outer step.</summary>
public enum OuterStatus
{
    /// <summary>θ moved.</summary>
    Accepted,

    /// <summary>The hyper-gradient holds a number that is not finite; θ unchanged.</summary>
    NonFiniteGradient,

    /// <summary>The step holds a number that is not finite; θ unchanged.</summary>
    NonFiniteStep,

    /// <summary>No step of the line search improved the surrogate within the trust region; θ unchanged.</summary>
    LineSearchFailed,

    /// <summary>The hyper-gradient is zero, so that a natural gradient has no direction; θ unchanged.</summary>
    ZeroGradient,
}
