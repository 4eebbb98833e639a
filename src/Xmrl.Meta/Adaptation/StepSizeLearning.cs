namespace Xmrl.Meta.Adaptation;

/// <summary>Whether inner step sizes are meta-parameters.</summary>
public enum StepSizeLearning
{
    /// <summary>α stays as configured.</summary>
    Fixed,

    /// <summary>One α for all parameters that adapt is learned.</summary>
    Scalar,

    /// <summary>Every parameter that adapts has a learned α of its own (Li et al. 2017, Meta-SGD). The sign is free.</summary>
    PerParameter,
}
