using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular.Bounds;

/// <summary>How far policies are from the best policy of each task, in expected discounted return: TEOG and what stands beside
/// it.</summary>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Section 5: task-expected optimality gap.</seealso>
internal sealed record OptimalityGap
{
    /// <summary>J* of each task. Shape [tasks].</summary>
    public required double[] Optima { get; init; }

    /// <summary>J of each task before adaptation and after each of K adaptations. Shape [tasks][K + 1].</summary>
    public required double[][] Curves { get; init; }

    /// <summary>J of each task after one policy-gradient step from φ. Shape [tasks].</summary>
    public required double[] GradientSteps { get; init; }

    /// <summary>Tasks whose first adaptation did not end as it should; they count with the policy before it.</summary>
    public required int Failed { get; init; }

    /// <summary>TEOG(φ) = mean of J* − J(Alg(φ)).</summary>
    public double Adapted => Gap(1);

    /// <summary>The gap before adaptation.</summary>
    public double Before => Gap(0);

    /// <summary>The gap after one policy-gradient step.</summary>
    public double GradientStep => Optima.Average() - GradientSteps.Average();

    /// <summary>The gap after so many adaptations.</summary>
    /// <param name="steps">From 0 to K.</param>
    public double Gap(int steps) => Optima.Average() - Curves.Average(curve => curve[steps]);

    /// <summary>Measures φ, exactly.</summary>
    /// <param name="tasks">The tasks; at least one.</param>
    /// <param name="parameters">φ, logits of a table. Shape [S·A].</param>
    /// <param name="rule">The within-task algorithm.</param>
    /// <param name="gradientStepSize">Size of the policy-gradient step times νπA: of J's gradient it is (1 − γ) times it, ≥ 0.</param>
    /// <param name="steps">K ≥ 1, adaptations of the curves.</param>
    public static OptimalityGap Of(
        IReadOnlyList<TabularMdp> tasks, double[] parameters, TabularOptions rule, double gradientStepSize, int steps = 4)
    {
        TabularTask[] own = [.. tasks.Select(mdp => new TabularTask(mdp, rule))];
        return new OptimalityGap
        {
            Optima = [.. tasks.Select(mdp => mdp.Optimum().Return)],
            Curves = [.. own.Select(task => task.Curve(parameters, steps))],
            GradientSteps = [.. own.Select(task => Stepped(task, parameters, gradientStepSize))],
            Failed = own.Count(task => task.Adapt(parameters).Status != TabularStatus.Solved),
        };
    }

    private static double Stepped(TabularTask task, double[] parameters, double stepSize)
    {
        double[] gradient = task.At(parameters).Exact!.ReturnGradient();
        double[] moved = [.. parameters.Select((x, p) => x + (stepSize * (1 - task.Mdp.Discount) * gradient[p]))];
        return task.At(moved).Return;
    }
}
