using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Gradient;

/// <summary>Quadratic terms of meta-regularization: ordinary outside, where −(Outer/2)‖θ‖² joins the meta-objective, and inverted inside,
/// where +(Inner/2)‖θ_k‖² joins the objective of every inner step, which makes adaptation harder to generalize from and the meta-objective
/// less easy to please.</summary>
/// <remarks>θ are the policy's parameters; learned inner step sizes are left alone. The paper trains so; adaptation to new tasks is the
/// plain one.</remarks>
/// <seealso href="https://openaccess.thecvf.com/content/CVPR2023/html/Wang_Improving_Generalization_of_Meta-Learning_With_Inverted_Regularization_at_Inner-Level_CVPR_2023_paper.html">Wang
/// et al. (2023).</seealso>
public sealed record QuadraticRegularization
{
    /// <summary>Strength of the ordinary term of the meta-objective, ≥ 0.</summary>
    public double Outer { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Strength of the inverted term of the inner objective, ≥ 0.</summary>
    public double Inner { get; init => field = NumberRange.NotNegative.Require(value); }
}
