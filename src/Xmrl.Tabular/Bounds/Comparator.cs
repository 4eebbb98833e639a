using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular.Bounds;

/// <summary>What a task's adapted policy is compared with: the optimum, or a policy between it and the center.</summary>
/// <remarks>An optimal deterministic policy has no finite logits; a mixture with the center has, and costs J* − J of it. In states that the
/// optimum never visits the comparator is the center itself, at no cost.</remarks>
internal sealed class Comparator
{
    private readonly double[] _policy;
    private readonly bool[] _visited;

    /// <summary>The comparators of a task.</summary>
    /// <param name="mdp">The task.</param>
    public Comparator(TabularMdp mdp)
    {
        TabularEvaluation optimum = mdp.Optimum();
        Mdp = mdp;
        Optimum = optimum.Return;
        _policy = optimum.Policy.ToArray();
        Visits = optimum.Visits(mdp.Start);
        _visited = [.. Visits.Select((visits, s) => visits > 0 && mdp.IsLive(s))];
    }

    /// <summary>The task.</summary>
    public TabularMdp Mdp { get; }

    /// <summary>Largest return J*.</summary>
    public double Optimum { get; }

    /// <summary>Discounted visits of the optimum. Shape [S].</summary>
    public double[] Visits { get; }

    /// <summary>π*(a|s), 0 or 1. Shape [S·A].</summary>
    public ReadOnlySpan<double> Policy => _policy;

    /// <summary>Whether the optimum visits a live state.</summary>
    /// <param name="state">The state s.</param>
    public bool IsVisited(int state) => _visited[state];

    /// <summary>π*(a|s) in live states, also where the optimum never comes, π_φ in absorbing ones.</summary>
    /// <param name="center">Policy π_φ. Shape [S·A].</param>
    /// <returns>Shape [S·A].</returns>
    public double[] Whole(double[] center) => [.. center.Select((p, pair) => Mdp.IsLive(pair / Mdp.Actions) ? _policy[pair] : p)];

    /// <summary>(1 − δ)·π* + δ·π_φ where the optimum visits, π_φ elsewhere.</summary>
    /// <param name="center">Policy π_φ. Shape [S·A].</param>
    /// <param name="share">δ in [0, 1].</param>
    /// <returns>Shape [S·A].</returns>
    public double[] Mix(double[] center, double share)
        =>
        [
            .. center.Select((p, pair) => _visited[pair / Mdp.Actions] ? ((1 - share) * _policy[pair]) + (share * p) : p),
        ];

    /// <summary>Logits of a comparator with finite parameters: ±<paramref name="size"/> towards the optimum's action where the optimum
    /// visits, the center's elsewhere; then moved back by a share towards the center.</summary>
    /// <param name="center">Logits φ. Shape [S·A].</param>
    /// <param name="size">Size of the logits, &gt; 0.</param>
    /// <param name="share">δ in [0, 1].</param>
    /// <returns>Shape [S·A].</returns>
    public double[] Logits(double[] center, double size, double share)
        =>
        [
            .. center.Select((x, pair) => _visited[pair / Mdp.Actions]
                ? ((1 - share) * (_policy[pair] > 0 ? size : -size)) + (share * x)
                : x),
        ];
}
