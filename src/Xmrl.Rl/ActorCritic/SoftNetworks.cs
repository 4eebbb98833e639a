using System.Collections.Immutable;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Networks;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.ActorCritic;

/// <summary>The networks of a soft actor-critic in one flat vector: policy, two critics, and a value network where the target is made of
/// one.</summary>
internal sealed class SoftNetworks
{
    private const double PolicyBound = 1e-3;

    /// <summary>Lays them out.</summary>
    /// <param name="observationSize">O ≥ 1.</param>
    /// <param name="actionSize">A ≥ 1.</param>
    /// <param name="latent">L ≥ 0, the size of the latent that all of them see.</param>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="update">Whether there is a value network.</param>
    /// <param name="offset">Index of the first parameter in the flat vector.</param>
    public SoftNetworks(int observationSize, int actionSize, int latent, ImmutableArray<int> hidden, SoftUpdate update, int offset = 0)
    {
        (ObservationSize, ActionSize, Latent, Update) = (observationSize, actionSize, latent, update);
        Policy = Add("policy", observationSize, 2 * actionSize, PolicyBound);
        Critics = [Add("critics.0", observationSize + actionSize, 1), Add("critics.1", observationSize + actionSize, 1)];
        Value = update == SoftUpdate.ValueTarget ? Add("value", observationSize, 1) : null;
        End = offset;

        LatentNetwork Add(string name, int inputs, int outputs, double bound = 3e-3)
        {
            var network = new LatentNetwork(
                new NetworkShape
                {
                    Name = name,
                    Inputs = inputs,
                    Latent = latent,
                    Hidden = hidden,
                    Outputs = outputs,
                    OutputBound = bound,
                },
                offset);
            offset += network.Length;
            return network;
        }
    }

    /// <summary>Size O of an observation.</summary>
    public int ObservationSize { get; }

    /// <summary>Size A of an action.</summary>
    public int ActionSize { get; }

    /// <summary>L, the size of the latent; 0 for none.</summary>
    public int Latent { get; }

    /// <summary>What the target is made of.</summary>
    public SoftUpdate Update { get; }

    /// <summary>m and ln s of the squashed Gaussian.</summary>
    public LatentNetwork Policy { get; }

    /// <summary>Q_1 and Q_2 of observation above action.</summary>
    public ImmutableArray<LatentNetwork> Critics { get; }

    /// <summary>V; null without one.</summary>
    public LatentNetwork? Value { get; }

    /// <summary>The networks that have slow copies.</summary>
    public ImmutableArray<LatentNetwork> Targeted => Value is null ? Critics : [Value];

    /// <summary>All of them.</summary>
    public ImmutableArray<LatentNetwork> All => Value is null ? [Policy, .. Critics] : [Policy, .. Critics, Value];

    /// <summary>Index after the last parameter in the flat vector.</summary>
    public int End { get; }

    /// <summary>Their tensors, in the order of the flat vector.</summary>
    public IEnumerable<TensorSpec> Tensors => All.SelectMany(network => network.Tensors);

    /// <summary>Draws the first parameters.</summary>
    /// <param name="key">Random numbers; network i draws from child i.</param>
    /// <param name="parameters">The flat vector.</param>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        foreach ((int i, LatentNetwork network) in All.Index())
        {
            network.Initialize(key.Derive(i), parameters);
        }
    }
}
