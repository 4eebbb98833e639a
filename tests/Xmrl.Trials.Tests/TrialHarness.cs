using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Trials.Tests;

/// <summary>A small policy with memory and blocks of random trials of different lengths.</summary>
internal sealed class TrialHarness
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(7);

    public TrialHarness(bool isCategorical = false, int[]? hidden = null, int memory = 4)
    {
        IPolicy policy = isCategorical
            ? new CategoricalMlpPolicy(new CategoricalMlpShape { ObservationSize = 2, Choices = 3, HiddenSizes = [.. hidden ?? []] })
            : new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = [.. hidden ?? []] });
        Policy = new GruPolicy(policy, memory);
        Network = new GruNetwork(Policy);
        Parameters = new Real[Policy.ParameterCount];
        Policy.Initialize(s_key, Parameters);
        for (int i = 0; i < Parameters.Length; i++)
        {
            Parameters[i] += (Real)(0.2 * s_key.Derive(1).Normal((ulong)i));
        }
    }

    public GruPolicy Policy { get; }

    public GruNetwork Network { get; }

    public Real[] Parameters { get; }

    public TrialEvaluator Evaluator(int window = 100, bool truncates = false, ISurrogate? surrogate = null, double entropy = 0)
        => new(Network, new TrialProgram(Policy.Head, surrogate ?? new ImportanceRatio(), entropy > 0), window, truncates)
        {
            EntropyWeight = entropy,
        };

    public TrialBlock Block(params int[] lengths)
    {
        var block = new TrialBlock(Policy.InputSize, Policy.Head.EncodedActionSize, lengths);
        for (int trial = 0; trial < lengths.Length; trial++)
        {
            RandomKey key = s_key.Derive(2).Derive(trial);
            for (int step = 0; step < lengths[trial]; step++)
            {
                Fill(block, key.Derive(step), block.Column(trial, step));
            }
        }

        return block;
    }

    /// <summary>A vector of standard normal numbers.</summary>
    public double[] Vector(int number)
        => [.. Enumerable.Range(0, Policy.ParameterCount).Select(i => s_key.Derive(3).Derive(number).Normal((ulong)i))];

    public double[] Gradient(TrialEvaluator evaluator, TrialBlock block)
    {
        var gradient = new double[Policy.ParameterCount];
        evaluator.ValueAndGradient(Parameters, block, gradient);
        return gradient;
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
