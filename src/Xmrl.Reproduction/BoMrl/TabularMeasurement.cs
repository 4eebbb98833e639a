using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Tabular;
using Xmrl.Tabular;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>Measures a meta-policy on tasks: what is printed is exact, also where adaptation sees estimates from episodes.</summary>
/// <param name="settings">What is measured.</param>
/// <param name="rule">The within-task algorithm.</param>
/// <param name="sampling">How adaptation evaluates policies; null for exactly.</param>
internal sealed class TabularMeasurement(TabularConfiguration settings, TabularOptions rule, EpisodeSampling? sampling)
{
    /// <summary>Measures.</summary>
    /// <param name="tasks">The tasks; at least one.</param>
    /// <param name="parameters">Logits φ of the meta-policy. Shape [S·A].</param>
    /// <param name="key">Episodes of adaptations.</param>
    public TabularScores Of(IReadOnlyList<TabularMdp> tasks, double[] parameters, RandomKey key)
    {
        TabularTask[] own = [.. tasks.Select(mdp => new TabularTask(mdp, rule))];
        double[][] curves = [.. own.Select((task, i) => Curve(task, parameters, key.Derive(i)))];
        double[][] steps = [.. own.Select(task => GradientSteps(task, parameters))];
        return new TabularScores
        {
            Optimum = tasks.Average(mdp => mdp.Optimum().Return),
            Curve = Mean(curves),
            GradientCurve = Mean(steps),
            Failed = own.Count(task => task.Adapt(parameters).Status != TabularStatus.Solved),
            Bounds = settings.Bounds ? BoundFigures.Of(own, parameters, rule) : null,
        };
    }

    private static double[] Mean(double[][] curves)
        => [.. Enumerable.Range(0, curves[0].Length).Select(k => curves.Average(curve => curve[k]))];

    private double[] Curve(TabularTask task, double[] parameters, RandomKey key)
    {
        if (sampling is null)
        {
            return task.Curve(parameters, settings.Adaptations);
        }

        double[] curve = new double[settings.Adaptations + 1];
        double[] current = parameters;
        for (int k = 0; k < curve.Length; k++)
        {
            PolicyMoments exact = task.At(current);
            curve[k] = exact.Return;
            current = task.Adapt(current, sampling.Measure(task.Mdp, exact.Policy, key.Derive(k))).Parameters;
        }

        return curve;
    }

    /// <summary>J before and after each of K steps along ν·π·A, which is (1 − γ)·∇J.</summary>
    private double[] GradientSteps(TabularTask task, double[] parameters)
    {
        double[] curve = new double[settings.Adaptations + 1];
        double[] current = [.. parameters];
        for (int k = 0; k < curve.Length; k++)
        {
            PolicyMoments moments = task.At(current);
            curve[k] = moments.Return;
            double[] gradient = moments.Exact!.ReturnGradient();
            for (int p = 0; p < current.Length; p++)
            {
                current[p] += settings.GradientStepSize * (1 - task.Mdp.Discount) * gradient[p];
            }
        }

        return curve;
    }
}
