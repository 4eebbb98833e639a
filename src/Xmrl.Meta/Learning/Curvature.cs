namespace Xmrl.Meta.Learning;

/// <summary>Which curvature the objectives of a learner's tasks have.</summary>
public enum Curvature
{
    /// <summary>Symmetric: θ climbs a function, whose Hessian and Fisher products exist.</summary>
    Symmetric,

    /// <summary>None: θ is moved by updates that are no gradients of one function; influence is the alignment of updates alone.</summary>
    None,
}
