using Xmrl.Numerics.Matrices;

namespace Xmrl.Trials.Context;

/// <summary>A trajectory that scores an adaptation, with everything that its policy saw, in memory of its own.</summary>
internal sealed record Trial
{
    /// <summary>Normalised observations. Shape [O, T].</summary>
    public required Real[] Observations { get; init; }

    /// <summary>The noise ε of the actions. Shape [A, T].</summary>
    public required Real[] Noise { get; init; }

    /// <summary>Rewards as paid. Shape [T].</summary>
    public required Real[] Rewards { get; init; }

    /// <summary>The latent z, held throughout. Shape [L].</summary>
    public required Real[] Latent { get; init; }

    /// <summary>Transitions that the latent was inferred from. Shape [inputs, N]; empty where it is of the prior.</summary>
    public required Real[] Context { get; init; }

    /// <summary>The noise of the latent. Shape [L].</summary>
    public required Real[] LatentNoise { get; init; }

    /// <summary>Number T of steps.</summary>
    public int Steps => Rewards.Length;

    /// <summary>Normalises and copies a trajectory.</summary>
    /// <param name="episode">The trajectory.</param>
    /// <param name="normalization">Of its observations.</param>
    /// <param name="noise">ε, step by step. Shape [≥ T, A].</param>
    /// <param name="latent">z and its noise.</param>
    /// <param name="context">What it was inferred from; without columns where it is of the prior.</param>
    /// <returns>The trial.</returns>
    public static Trial Of(
        Episode episode, Normalization normalization, ReadOnlySpan<Real> noise, (Real[] Value, Real[] Noise) latent, ConstMatrix context)
    {
        (int steps, int size, int actions) = (episode.Steps, episode.Observation(0).Length, episode.Action(0).Length);
        var observations = new Real[size * steps];
        var columns = new Real[actions * steps];
        var row = new Real[size];
        for (int t = 0; t < steps; t++)
        {
            normalization.Apply(episode.Observation(t), row);
            for (int i = 0; i < size; i++)
            {
                observations[(i * steps) + t] = row[i];
            }

            for (int a = 0; a < actions; a++)
            {
                columns[(a * steps) + t] = noise[(t * actions) + a];
            }
        }

        var seen = new Real[context.Rows * context.Columns];
        for (int i = 0; i < context.Rows; i++)
        {
            context.Row(i).CopyTo(seen.AsSpan(i * context.Columns));
        }

        return new Trial
        {
            Observations = observations,
            Noise = columns,
            Rewards = [.. episode.Rewards.AsSpan(0, steps)],
            Latent = latent.Value,
            Context = seen,
            LatentNoise = latent.Noise,
        };
    }

    /// <summary>What each step of some trials is given credit for: the rewards from it on, less what the other trials have from the same
    /// step on.</summary>
    /// <remarks>The others are independent of the step's action, so that the mean gradient stays the same, with less noise. A trial that
    /// has ended has no rewards left.</remarks>
    /// <param name="trials">K ≥ 2 independent trials of one task.</param>
    /// <returns>Shape [K][T].</returns>
    public static Real[][] Credits(IReadOnlyList<Trial> trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials.Count, 2);
        int longest = trials.Max(trial => trial.Steps);
        var ahead = new double[trials.Count][];
        var sums = new double[longest];
        for (int k = 0; k < ahead.Length; k++)
        {
            ahead[k] = new double[longest];
            double rest = 0;
            for (int t = trials[k].Steps - 1; t >= 0; t--)
            {
                rest += trials[k].Rewards[t];
                ahead[k][t] = rest;
                sums[t] += rest;
            }
        }

        return [.. ahead.Select((own, k) => (Real[])
            [.. own.Take(trials[k].Steps).Select((value, t) => (Real)(value - ((sums[t] - value) / (ahead.Length - 1))))])];
    }
}
