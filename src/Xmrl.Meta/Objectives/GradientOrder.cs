namespace Xmrl.Meta.Objectives;

/// <summary>How far the hyper-gradient looks through the inner steps.</summary>
public enum GradientOrder
{
    /// <summary>∂θ′/∂θ is taken as I.</summary>
    FirstOrder,

    /// <summary>∂θ′/∂θ = I + α·H: through every inner step.</summary>
    SecondOrder,
}
