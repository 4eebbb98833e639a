using Xmrl.Latents.Networks;
using Xmrl.Latents.Statistics;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Trials.Context;
using Xmrl.Trials.Sampling;

namespace Xmrl.Latents.Model;

/// <summary>Some trials side by side with all that is drawn for one step of the model: at which times a latent is inferred, which steps it
/// decodes, and the noise.</summary>
/// <remarks>Step t of trial b is column t·B + b. Each trial has one column more than steps: it shows what came after the last
/// step.</remarks>
internal sealed class ModelBlock
{
    private readonly LatentNetworks _networks;
    private readonly AlignedBuffer _inputs;
    private readonly int _stride;

    /// <summary>Draws.</summary>
    /// <param name="networks">Sizes.</param>
    /// <param name="trials">The trials, at least one.</param>
    /// <param name="draws">Most times and steps of a trial, and the probability of dropout.</param>
    /// <param name="keys">Random numbers of each trial.</param>
    public ModelBlock(
        LatentNetworks networks, IReadOnlyList<ModelTrial> trials, (int Encode, int Decode, double Dropout) draws, RandomKey[] keys)
    {
        _networks = networks;
        Trials = trials;
        Steps = trials.Max(trial => trial.Steps) + 1;
        int columns = Steps * trials.Count;
        _stride = AlignedBuffer.PaddedStride(columns);
        _inputs = new AlignedBuffer(networks.Recurrent.Policy.InputSize * _stride);
        var encoded = new List<(int Trial, int Time)>();
        Decoded = new int[trials.Count][];
        States = new Real[trials.Count][];
        NextStates = new Real[trials.Count][];
        for (int b = 0; b < trials.Count; b++)
        {
            Place(b);
            encoded.AddRange(Chosen(keys[b].Derive(RandomPurpose.ContextSampling), trials[b].Steps + 1, draws.Encode)
                .Select(time => (b, time)));
            Decoded[b] = Chosen(keys[b].Derive(RandomPurpose.ReplaySampling), trials[b].Steps, draws.Decode);
            States[b] = Normalized(trials[b].Observations);
            NextStates[b] = Normalized(trials[b].Next);
        }

        Encoded = [.. encoded];
        (Dropout, Keys) = (draws.Dropout, keys);
        networks.Recurrent.Policy.Body.Normalize(Inputs, Inputs);
        Noise = Columns(networks.Shape.LatentSize, RandomPurpose.LatentNoise, (key, values) => key.FillNormal(0, values));
        Gumbel = Columns(networks.Shape.SeenComponents, RandomPurpose.RelaxedCategorical, (key, values) => Draws.Gumbel(key, values));
    }

    /// <summary>The trials.</summary>
    public IReadOnlyList<ModelTrial> Trials { get; }

    /// <summary>Columns of the longest trial.</summary>
    public int Steps { get; }

    /// <summary>x, normalised. Shape [I, steps·B].</summary>
    public Matrix Inputs => new(_inputs.Span, _networks.Recurrent.Policy.InputSize, Steps * Trials.Count, _stride);

    /// <summary>Trial and time of every latent, trial after trial.</summary>
    public (int Trial, int Time)[] Encoded { get; }

    /// <summary>Steps that the latents of each trial decode.</summary>
    public int[][] Decoded { get; }

    /// <summary>Normalised s of each trial. Shape [T, O].</summary>
    public Real[][] States { get; }

    /// <summary>Normalised s′ of each trial.</summary>
    public Real[][] NextStates { get; }

    /// <summary>Normal draws of every latent. Shape [L, latents].</summary>
    public Real[] Noise { get; }

    /// <summary>Gumbel draws of every latent. Shape [K, latents].</summary>
    public Real[] Gumbel { get; }

    /// <summary>Probability of dropout.</summary>
    public double Dropout { get; }

    /// <summary>Random numbers of each trial.</summary>
    public RandomKey[] Keys { get; }

    private static int[] Chosen(RandomKey key, int count, int most)
    {
        var order = new int[count];
        key.Permutation(order);
        int[] chosen = order[..Math.Min(most, count)];
        Array.Sort(chosen);
        return chosen;
    }

    private Real[] Normalized(Real[] rows)
    {
        var normalization = new Normalization(_networks.Spec);
        int size = _networks.Spec.ObservationSize;
        var values = new Real[rows.Length];
        for (int first = 0; first < rows.Length; first += size)
        {
            normalization.Apply(rows.AsSpan(first, size), values.AsSpan(first, size));
        }

        return values;
    }

    /// <summary>Draws of every latent as columns: those of a latent depend on its trial's key and its place among its latents.</summary>
    private Real[] Columns(int rows, RandomPurpose purpose, Action<RandomKey, Real[]> fill)
    {
        var values = new Real[rows * Encoded.Length];
        var own = new Real[rows];
        for (int column = 0; column < Encoded.Length && rows > 0; column++)
        {
            (int trial, int time) = Encoded[column];
            fill(Keys[trial].Derive(purpose).Derive(time), own);
            for (int row = 0; row < rows; row++)
            {
                values[(row * Encoded.Length) + column] = own[row];
            }
        }

        return values;
    }

    private void Place(int b)
    {
        ModelTrial trial = Trials[b];
        int size = _networks.Spec.ObservationSize;
        int actions = _networks.Policy.EncodedActionSize;
        var last = new Real[actions + 1];
        int trajectory = 0;
        for (int t = 0; t <= trial.Steps; t++)
        {
            bool isStart = trajectory < trial.Starts.Length && trial.Starts[trajectory] == t;
            trajectory += isStart ? 1 : 0;
            ReadOnlySpan<Real> observation = t < trial.Steps
                ? trial.Observations.AsSpan(t * size, size)
                : trial.Next.AsSpan((t - 1) * size, size);
            TrialInputs.Fill(Inputs, (t * Trials.Count) + b, observation, last, isStart && t > 0);
            if (t < trial.Steps)
            {
                trial.Actions.AsSpan(t * actions, actions).CopyTo(last);
                last[actions] = trial.Rewards[t];
            }
        }
    }
}
