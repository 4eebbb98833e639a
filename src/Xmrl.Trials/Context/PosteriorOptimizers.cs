using Xmrl.Numerics.Optimization;
using Xmrl.Rl.Networks;

namespace Xmrl.Trials.Context;

/// <summary>One Adam per network, and one for the logarithm of the temperature where it is learned.</summary>
internal sealed class PosteriorOptimizers
{
    private const string TemperatureName = "temperature";

    private readonly (LatentNetwork Network, Adam Optimizer)[] _networks;
    private readonly Adam _temperature;
    private readonly Real[] _logTemperature = [0];

    /// <summary>Makes them with zero moments, at temperature 1.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="stepSize">Step size of all.</param>
    public PosteriorOptimizers(PosteriorNetworks networks, double stepSize)
    {
        var options = new AdamOptions { StepSize = stepSize };
        _networks = [.. networks.All.Select(network => (network, new Adam(network.Length, options)))];
        _temperature = new Adam(1, options);
    }

    /// <summary>Sets the step size of all.</summary>
    public double StepSize
    {
        set
        {
            foreach ((_, Adam optimizer) in _networks)
            {
                optimizer.StepSize = value;
            }

            _temperature.StepSize = value;
        }
    }

    /// <summary>α, 1 at first.</summary>
    public double Temperature => Math.Exp(_logTemperature[0]);

    /// <summary>All numbers, by name.</summary>
    public IEnumerable<(string Name, double[] Values)> State =>
    [
        .. _networks.SelectMany(entry => entry.Optimizer.State.Select(own => ($"{entry.Network.Shape.Name}.{own.Name}", own.Values))),
        .. _temperature.State.Select(own => ($"{TemperatureName}.{own.Name}", own.Values)),
        (TemperatureName, [_logTemperature[0]]),
    ];

    /// <summary>Continues from stored numbers.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <exception cref="ArgumentException">They are not of these networks.</exception>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        string[] expected = [.. State.Select(entry => entry.Name)];
        if (!state.Select(entry => entry.Name).SequenceEqual(expected) || state[^1].Values.Length != 1)
        {
            throw new ArgumentException(
                $"state holds {string.Join(", ", state.Select(entry => entry.Name))}; expected {string.Join(", ", expected)}.",
                nameof(state));
        }

        foreach ((LatentNetwork network, Adam optimizer) in _networks)
        {
            optimizer.Restore(Of(state, network.Shape.Name));
        }

        _temperature.Restore(Of(state, TemperatureName));
        _logTemperature[0] = (Real)state[^1].Values[0];
    }

    /// <summary>Moves some networks along their parts of a gradient.</summary>
    /// <param name="wanted">Which.</param>
    /// <param name="parameters">All networks' parameters.</param>
    /// <param name="gradient">Of the objectives. Shape [P].</param>
    public void Step(IEnumerable<LatentNetwork> wanted, Span<Real> parameters, ReadOnlySpan<double> gradient)
    {
        foreach (LatentNetwork moved in wanted)
        {
            (LatentNetwork network, Adam optimizer) = Of(moved);
            optimizer.Step(parameters.Slice(network.Offset, network.Length), gradient.Slice(network.Offset, network.Length));
        }
    }

    /// <summary>Makes of gradients what the optimizers would make of them, their moments held fixed.</summary>
    /// <param name="wanted">The networks whose parts are replaced; the optimizers have taken a step of each.</param>
    /// <param name="gradient">Gradients, then the steps that they would be. Shape [P].</param>
    public void Precondition(IEnumerable<LatentNetwork> wanted, Span<double> gradient)
    {
        foreach (LatentNetwork meant in wanted)
        {
            (LatentNetwork network, Adam optimizer) = Of(meant);
            optimizer.Precondition(gradient.Slice(network.Offset, network.Length));
        }
    }

    /// <summary>Moves ln α up where the policy is less random than wanted: along mean ln π + target.</summary>
    /// <param name="gradient">That sum, in nats.</param>
    public void StepTemperature(double gradient) => _temperature.Step(_logTemperature, [gradient]);

    private (LatentNetwork Network, Adam Optimizer) Of(LatentNetwork wanted)
        => Array.Find(_networks, entry => ReferenceEquals(entry.Network, wanted));

    private static (string Name, double[] Values)[] Of(IReadOnlyList<(string Name, double[] Values)> state, string owner)
        => [.. state.Where(entry => entry.Name.StartsWith($"{owner}.", StringComparison.Ordinal))
            .Select(entry => (entry.Name[(owner.Length + 1)..], entry.Values))];
}
