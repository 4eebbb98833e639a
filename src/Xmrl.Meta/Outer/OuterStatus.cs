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

    /// <summary>The hyper-gradient is zero: there is no direction to go; θ unchanged.</summary>
    ZeroGradient,

    /// <summary>The step was taken and is so short that every parameter was rounded back to where it was; θ unchanged.</summary>
    NoMovement,
}
