using Xmrl.Attention.Episodes;
using Xmrl.Attention.Networks;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Policies;

namespace Xmrl.Attention.Tests;

/// <summary>A small policy that attends, and blocks of random trials of different lengths.</summary>
internal sealed class AttentionHarness
{
    private const int Horizon = 3;

    private static readonly RandomKey s_key = RandomKey.FromSeed(7);

    public AttentionHarness(AttentionShape? shape = null, bool isCategorical = false, int hidden = 0)
    {
        System.Collections.Immutable.ImmutableArray<int> layers = hidden > 0 ? [hidden] : [];
        IPolicy policy = isCategorical
            ? new CategoricalMlpPolicy(new CategoricalMlpShape { ObservationSize = 2, Choices = 3, HiddenSizes = layers })
            : new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = layers });
        Policy = new AttentionPolicy(policy, shape ?? Shape(), Horizon);
        Parameters = new Real[Policy.ParameterCount];
        Policy.Initialize(s_key, Parameters);
        for (int i = 0; i < Parameters.Length; i++)
        {
            Parameters[i] += (Real)(0.2 * s_key.Derive(1).Normal((ulong)i));
        }
    }

    public AttentionPolicy Policy { get; }

    public Real[] Parameters { get; }

    public static AttentionShape Shape(int episodes = 3, int transitions = 3, BlockNorm norm = BlockNorm.TFixup) => new()
    {
        Width = 4,
        Heads = 2,
        EpisodeLayers = 2,
        TrialLayers = 2,
        HiddenSize = 5,
        Transitions = transitions,
        Episodes = episodes,
        Norm = norm,
    };

    public EpisodeObjective Objective(ISurrogate? surrogate = null, double entropy = 0)
        => new(Policy, new TrialProgram(Policy.Head, surrogate ?? new ImportanceRatio(), entropy > 0)) { EntropyWeight = entropy };

    /// <summary>Random trials.</summary>
    /// <param name="episodes">Lengths of the episodes of each trial.</param>
    public TrialBlock Block(params int[][] episodes)
    {
        var block = new TrialBlock(Policy.InputSize, Policy.Head.EncodedActionSize, [.. episodes.Select(lengths => lengths.Sum())]);
        var outlines = new List<TrialOutline>();
        for (int trial = 0; trial < episodes.Length; trial++)
        {
            RandomKey key = s_key.Derive(2).Derive(trial);
            for (int step = 0; step < block.Lengths[trial]; step++)
            {
                Fill(block, key.Derive(step), block.Column(trial, step));
            }

            outlines.Add(Outline(episodes[trial], key));
        }

        block.Outlines = outlines;
        return block;
    }

    /// <summary>What is known at every step. Shape [d, columns].</summary>
    public Real[] Knowledge(TrialBlock block)
    {
        var memories = new Real[Policy.MemorySize * block.Columns];
        Objective().Remember(Parameters, block, memories);
        return memories;
    }

    /// <summary>A vector of standard normal numbers.</summary>
    public double[] Vector(int number)
        => [.. Enumerable.Range(0, Policy.ParameterCount).Select(i => s_key.Derive(3).Derive(number).Normal((ulong)i))];

    public double[] Gradient(EpisodeObjective objective, TrialBlock block)
    {
        var gradient = new double[Policy.ParameterCount];
        objective.ValueAndGradient(Parameters, block, gradient);
        return gradient;
    }

    private TrialOutline Outline(int[] lengths, RandomKey key)
    {
        int most = Policy.Shape.Past;
        int[] starts = [.. Enumerable.Range(0, lengths.Length).Select(e => lengths.Take(e).Sum())];
        int[][] snippets = [.. Enumerable.Range(0, lengths.Length).Select(Drawn)];
        return new TrialOutline(starts, snippets);

        int[] Drawn(int episode) =>
        [
            .. Enumerable.Range(Math.Max(0, episode - most), Math.Min(episode, most)).Select(past => starts[past]
                + key.Derive(1000 + episode).Integer((ulong)past, Math.Max(1, lengths[past] - Policy.Shape.Transitions + 1))),
        ];
    }

    private void Fill(TrialBlock block, RandomKey key, int column)
    {
        for (int row = 0; row < block.Inputs.Rows; row++)
        {
            block.Inputs[row, column] = (Real)key.Normal((ulong)row);
        }

        for (int row = 0; row < block.Actions.Rows; row++)
        {
            block.Actions[row, column] = Policy.Head.ActionChoices > 0
                ? (row == key.Integer(99, Policy.Head.ActionChoices) ? 1 : 0)
                : (Real)key.Normal((ulong)(100 + row));
        }

        block.Advantages[column] = (Real)key.Normal(200);
        block.Weights[column] = (Real)0.1;
    }
}
