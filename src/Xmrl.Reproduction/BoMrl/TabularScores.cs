namespace Xmrl.Reproduction.BoMrl;

/// <summary>Exact figures of a meta-policy, mean over a set of tasks, in expected discounted return.</summary>
internal sealed record TabularScores
{
    /// <summary>J* of the tasks.</summary>
    public required double Optimum { get; init; }

    /// <summary>J before adaptation and after each of K adaptations. Shape [K + 1].</summary>
    public required IReadOnlyList<double> Curve { get; init; }

    /// <summary>The same with policy-gradient steps in place of adaptations. Shape [K + 1].</summary>
    public required IReadOnlyList<double> GradientCurve { get; init; }

    /// <summary>Tasks whose first adaptation did not end as it should; they count with the policy before it.</summary>
    public required int Failed { get; init; }

    /// <summary>Bounds on the optimality gap; null where none were asked for.</summary>
    public BoundFigures? Bounds { get; init; }
}
