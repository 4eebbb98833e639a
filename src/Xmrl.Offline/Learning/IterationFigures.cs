using Xmrl.Offline.Networks;

namespace Xmrl.Offline.Learning;

/// <summary>Means of the tasks' figures over the outer steps of an iteration, by the names that they have in the metrics.</summary>
/// <param name="networks">The layout.</param>
/// <param name="adapts">Whether training adapts; otherwise nothing inside is reported.</param>
internal sealed class IterationFigures(MacawNetworks networks, bool adapts)
{
    private static readonly (string Name, bool IsInside, Func<MacawFigures, double> Of)[] s_means =
    [
        ("value_inner", true, figures => figures.ValueInner), ("value_outer", false, figures => figures.ValueOuter),
        ("policy_outer", false, figures => figures.PolicyOuter), ("advantage_head", true, figures => figures.HeadError),
        ("weight_mean", false, figures => figures.Weights.Mean), ("weight_clipped", false, figures => figures.Weights.Clipped),
        ("weight_effective", false, figures => figures.Weights.Effective),
        ("value_explained", false, figures => figures.Weights.Explained),
    ];

    private readonly double[] _sums = new double[s_means.Length];
    private int _tasks;
    private int _steps;
    private int _flat;

    /// <summary>Adds an outer step.</summary>
    /// <param name="figures">Figures of its tasks.</param>
    public void Add(IEnumerable<MacawFigures> figures)
    {
        _steps++;
        foreach (MacawFigures task in figures)
        {
            _tasks++;
            _flat += task.Flat;
            for (int i = 0; i < _sums.Length; i++)
            {
                _sums[i] += s_means[i].Of(task);
            }
        }
    }

    /// <summary>The figures of the iteration.</summary>
    /// <param name="parameters">θ after it. Shape [P].</param>
    /// <returns>Those that are finite.</returns>
    public IReadOnlyList<KeyValuePair<string, double>> Named(ReadOnlySpan<Real> parameters)
    {
        var named = new List<KeyValuePair<string, double>>();
        for (int i = 0; i < s_means.Length; i++)
        {
            Add(s_means[i].Name, s_means[i].IsInside, _sums[i] / _tasks);
        }

        Add("weights_flat", false, (double)_flat / _steps);
        Add("coefficient", true, MacawNetworks.Softplus(networks.Coefficient.Of(parameters)[0]));
        Add("step_size_policy", true, Median(networks.PolicySteps.Of(parameters)));
        Add("step_size_value", true, Median(networks.ValueSteps.Of(parameters)));
        return named;

        void Add(string name, bool isInside, double value)
        {
            if (double.IsFinite(value) && (adapts || !isInside))
            {
                named.Add(KeyValuePair.Create(name, value));
            }
        }
    }

    private static double Median(ReadOnlySpan<Real> raw)
    {
        double[] steps = [.. raw.ToArray().Select(number => MacawNetworks.Softplus(number)).Order()];
        return (steps[(steps.Length - 1) / 2] + steps[steps.Length / 2]) / 2;
    }
}
