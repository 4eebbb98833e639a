using Xmrl.Autodiff;
using Xmrl.Latents.Networks;
using Xmrl.Latents.Statistics;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Latents.Model;

/// <summary>Pairs of a latent and a step that it decodes, gathered as columns. One per worker.</summary>
/// <param name="networks">Sizes.</param>
/// <param name="maskRows">Embedding units of a pair.</param>
internal sealed class PairColumns(LatentNetworks networks, int maskRows)
{
    /// <summary>Most pairs of a run.</summary>
    public const int Most = 1024;

    private readonly Real[] _latent = new Real[networks.Shape.LatentSize * Most];
    private readonly Real[] _code = new Real[networks.CodeSize * Most];
    private readonly Real[] _states = new Real[networks.Spec.ObservationSize * Most];
    private readonly Real[] _next = new Real[networks.Spec.ObservationSize * Most];
    private readonly Real[] _actions = new Real[networks.Policy.EncodedActionSize * Most];
    private readonly Real[] _rewards = new Real[Most];
    private readonly Real[] _weights = new Real[Most];
    private readonly Real[] _masks = new Real[maskRows * Most];
    private readonly Real[] _mask = new Real[maskRows];

    /// <summary>Every pair of a block: number of the latent, and step.</summary>
    /// <param name="block">The block.</param>
    public static (int Latent, int Step)[] Of(ModelBlock block)
        => [.. block.Encoded.SelectMany((encoded, i) => block.Decoded[encoded.Trial].Select(step => (i, step)))];

    /// <summary>Binds some pairs.</summary>
    /// <param name="workspace">Where a program of the decoders runs.</param>
    /// <param name="program">The decoders.</param>
    /// <param name="block">The trials.</param>
    /// <param name="pairs">At most <see cref="Most"/>.</param>
    /// <param name="latents">z and ĥ of every latent, packed, and the weight of every latent.</param>
    public void Bind(
        TapeWorkspace workspace, DecoderProgram program, ModelBlock block, ReadOnlySpan<(int Latent, int Step)> pairs,
        (Real[] Latent, Real[] Code, Real[] Weights) latents)
    {
        int count = pairs.Length;
        int known = block.Encoded.Length;
        int size = networks.Spec.ObservationSize;
        int actions = networks.Policy.EncodedActionSize;
        for (int i = 0; i < count; i++)
        {
            (int latent, int step) = pairs[i];
            (int b, int time) = block.Encoded[latent];
            ModelTrial trial = block.Trials[b];
            Column(latents.Latent.AsSpan(latent), known, _latent.AsSpan(i), networks.Shape.LatentSize);
            Column(latents.Code.AsSpan(latent), known, _code.AsSpan(i), networks.CodeSize);
            Column(block.States[b].AsSpan(step * size), 1, _states.AsSpan(i), size);
            Column(block.NextStates[b].AsSpan(step * size), 1, _next.AsSpan(i), size);
            Column(trial.Actions.AsSpan(step * actions), 1, _actions.AsSpan(i), actions);
            _rewards[i] = trial.Rewards[step];
            _weights[i] = latents.Weights[latent] / block.Decoded[b].Length;
            Draws.Dropout(block.Keys[b].Derive(RandomPurpose.Dropout).Derive(time).Derive(step), block.Dropout, _mask);
            Column(_mask, 1, _masks.AsSpan(i), maskRows);
        }

        workspace.Begin(count);
        workspace.Bind(program.Latent, new ConstMatrix(_latent, networks.Shape.LatentSize, count, Most));
        workspace.Bind(program.Code, new ConstMatrix(_code, networks.CodeSize, count, Most));
        workspace.Bind(program.States, new ConstMatrix(_states, size, count, Most));
        workspace.Bind(program.Next, new ConstMatrix(_next, size, count, Most));
        workspace.Bind(program.Actions, new ConstMatrix(_actions, actions, count, Most));
        workspace.Bind(program.Rewards, _rewards.AsSpan(0, count));
        workspace.Bind(program.Weights, _weights.AsSpan(0, count));
        workspace.Bind(program.Masks, new ConstMatrix(_masks, maskRows, count, Most));
    }

    private static void Column(ReadOnlySpan<Real> source, int stride, Span<Real> destination, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            destination[row * Most] = source[row * stride];
        }
    }
}
