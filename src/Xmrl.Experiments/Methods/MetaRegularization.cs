using Xmrl.Meta.Gradient;

namespace Xmrl.Experiments.Methods;

/// <summary>MR, meta-regularization: a quadratic term on θ outside, an inverted one inside.</summary>
/// <seealso href="https://openaccess.thecvf.com/content/CVPR2023/html/Wang_Improving_Generalization_of_Meta-Learning_With_Inverted_Regularization_at_Inner-Level_CVPR_2023_paper.html">
/// Wang et al. (2023).</seealso>
internal static class MetaRegularization
{
    /// <summary>The method.</summary>
    public static Method Method { get; } = new()
    {
        Name = "mr",
        Title = "MR",
        Description = "Meta-regularization: as Continued, with a quadratic term on θ outside and an inverted one inside.",
        Role = MethodRole.Literature,
        Strength = "factor on both regularizers",
        Regularization = Terms,
    };

    private static QuadraticRegularization Terms(MethodContext context) => new()
    {
        Outer = context.Retrain.OuterRegularization * context.Strength,
        Inner = context.Retrain.InnerRegularization * context.Strength,
    };
}
