using Xmrl.Offline.Learning.Drawing;
using Xmrl.Offline.Networks;

namespace Xmrl.Offline.Learning;

/// <summary>The two regressions of a task: programs of value and policy, targets and weights. One per worker.</summary>
internal sealed class MacawRegressions
{
    private readonly MacawOptions _options;
    private readonly double _scale;

    /// <summary>Makes the programs.</summary>
    /// <param name="networks">The layout.</param>
    /// <param name="options">Constants.</param>
    /// <param name="scale">c_R.</param>
    public MacawRegressions(MacawNetworks networks, MacawOptions options, double scale)
    {
        (_options, _scale) = (options, scale);
        Policy = new PolicyProgram(networks);
        Value = new ValueProgram(networks.Value, networks.Shape.ObservationSize);
    }

    /// <summary>The policy's programs.</summary>
    public PolicyProgram Policy { get; }

    /// <summary>The value's programs.</summary>
    public ValueProgram Value { get; }

    /// <summary>y = R + h·V(s_T), or R.</summary>
    /// <param name="value">Parameters that the value computes with.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>Shape [n].</returns>
    public Real[] Targets(ReadOnlySpan<Real> value, TaskRows rows)
    {
        Real[] targets = [.. rows.Returns];
        if (_options.HasTail)
        {
            var finals = new Real[rows.Count];
            Value.Values(value, rows.Finals, finals);
            for (int i = 0; i < targets.Length; i++)
            {
                targets[i] += rows.Tails[i] == 0 ? 0 : rows.Tails[i] * finals[i];
            }
        }

        return targets;
    }

    /// <summary>Advantages under a value, and the weights of the batch over n.</summary>
    /// <param name="value">Parameters that the value computes with.</param>
    /// <param name="rows">The rows.</param>
    public WeighedRows Weigh(ReadOnlySpan<Real> value, TaskRows rows)
    {
        Real[] targets = Targets(value, rows);
        var values = new Real[rows.Count];
        Value.Values(value, rows.Observations, values);
        var differences = new double[rows.Count];
        for (int i = 0; i < differences.Length; i++)
        {
            differences[i] = (double)targets[i] - values[i];
        }

        var own = new double[rows.Count];
        bool differs = AdvantageWeights.Compute(differences, _options.Temperature, _scale, own);
        if (_options.Weights == WeightKind.Uniform)
        {
            Array.Fill(own, 1);
        }

        return new WeighedRows
        {
            Rows = rows,
            Weights = [.. own.Select(weight => (Real)(weight / rows.Count))],
            Advantages = [.. differences.Select(difference => (Real)difference)],
            Differs = differs,
            Figures = WeightFigures.Of(own, targets, differences),
        };
    }
}
