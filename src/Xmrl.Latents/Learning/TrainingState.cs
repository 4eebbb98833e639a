using Xmrl.Latents.Networks;
using Xmrl.Latents.Statistics;
using Xmrl.Latents.Trials;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;

namespace Xmrl.Latents.Learning;

/// <summary>What a training holds beside θ and the steps of its trials: optimizers, statistics, counts, and where the trials lie.</summary>
internal sealed class TrainingState
{
    private const string StepsName = "steps";
    private const string FeaturesName = "features";
    private const string ReturnsName = "returns";
    private const string TrialsName = "trials";

    private static readonly string[] s_names = ["policy.", "value.", "encoder.", "decoders."];

    private readonly Adam[] _optimizers;

    /// <summary>Begins with nothing learned.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="stepSize">First step size of policy and value.</param>
    public TrainingState(LatentLearner learner, double stepSize)
    {
        LatentNetworks networks = learner.Networks;
        double model = learner.Options.Model.StepSize;
        _optimizers =
        [
            new Adam(networks.PolicyEnd - networks.PolicyOffset, new AdamOptions { StepSize = stepSize }),
            new Adam(networks.End - networks.PolicyEnd, new AdamOptions { StepSize = stepSize }),
            new Adam(networks.EncoderEnd, new AdamOptions { StepSize = model }),
            new Adam(networks.DecoderEnd - networks.EncoderEnd, new AdamOptions { StepSize = model }),
        ];
        Features = new RunningMoments(networks.FeatureSize);
        Returns = new ReturnScale(learner.Options.Gae.Discount);
        Store = new TrialStore(networks, learner.Options.Model.Capacity, learner.Options.Trajectories);
    }

    /// <summary>Moves the policy.</summary>
    public Adam Policy => _optimizers[0];

    /// <summary>Moves the value.</summary>
    public Adam Value => _optimizers[1];

    /// <summary>Moves the encoder.</summary>
    public Adam Encoder => _optimizers[2];

    /// <summary>Moves the decoders.</summary>
    public Adam Decoders => _optimizers[3];

    /// <summary>Statistics of the policy's inputs.</summary>
    public RunningMoments Features { get; }

    /// <summary>Statistics of discounted returns.</summary>
    public ReturnScale Returns { get; }

    /// <summary>The trials that the model learns from.</summary>
    public TrialStore Store { get; }

    /// <summary>Iterations taken.</summary>
    public long Iterations { get; private set; }

    /// <summary>Environment steps of the training so far.</summary>
    public long Steps { get; private set; }

    /// <summary>All numbers, for checkpoints.</summary>
    public IReadOnlyList<(string Name, double[] Values)> Entries =>
    [
        .. _optimizers.SelectMany((optimizer, i) => optimizer.State.Select(entry => (s_names[i] + entry.Name, entry.Values))),
        (FeaturesName, Features.State), (ReturnsName, Returns.State), (TrialsName, Store.State), (StepsName, [Steps]),
        (OuterState.Steps, [Iterations]),
    ];

    /// <summary>Counts an iteration that was taken.</summary>
    /// <param name="steps">Its environment steps.</param>
    public void Advance(long steps)
    {
        Iterations++;
        Steps += steps;
    }

    /// <summary>Continues from stored numbers.</summary>
    /// <param name="state">What <see cref="Entries"/> gave.</param>
    /// <exception cref="ArgumentException">The state is not of this kind of training; nothing changes.</exception>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        string[] expected = [.. Entries.Select(entry => entry.Name)];
        if (!state.Select(entry => entry.Name).SequenceEqual(expected))
        {
            throw new ArgumentException(
                $"state holds {string.Join(", ", state.Select(entry => entry.Name))}; expected {string.Join(", ", expected)}.",
                nameof(state));
        }

        IReadOnlyList<(string Name, double[] Values)> before = Entries;
        try
        {
            Take(state);
        }
        catch (ArgumentException)
        {
            Take(before);
            throw;
        }
    }

    private void Take(IReadOnlyList<(string Name, double[] Values)> state)
    {
        (long iterations, double steps) = (OuterState.Count(state), OuterState.Number(state, StepsName));
        foreach ((int i, Adam optimizer) in _optimizers.Index())
        {
            optimizer.Restore(
            [
                .. state.Where(entry => entry.Name.StartsWith(s_names[i], StringComparison.Ordinal))
                    .Select(entry => (entry.Name[s_names[i].Length..], entry.Values)),
            ]);
        }

        Features.Restore(Named(FeaturesName));
        Returns.Restore(Named(ReturnsName));
        Store.Restore(Named(TrialsName));
        (Iterations, Steps) = (iterations, (long)steps);

        double[] Named(string name) => state.Single(entry => entry.Name == name).Values;
    }
}
