namespace Xmrl.Explain.Statistics;

/// <summary>Scores of S independent runs (seeds) on the same T tasks.</summary>
public readonly ref struct ScoreTable
{
    /// <summary>Wraps and checks the scores.</summary>
    /// <param name="scores">Finite scores, seed after seed. Shape [S, T].</param>
    /// <param name="seeds">S ≥ 1.</param>
    /// <param name="tasks">T ≥ 1.</param>
    /// <exception cref="ArgumentException">A size is below one, the length is not S·T, or a score is not finite.</exception>
    public ScoreTable(ReadOnlySpan<double> scores, int seeds, int tasks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        if (scores.Length != (long)seeds * tasks)
        {
            throw new ArgumentException($"Expected seeds·tasks = {(long)seeds * tasks} scores; found {scores.Length}.", nameof(scores));
        }

        SampleGuard.Check(scores, 1, nameof(scores));
        Scores = scores;
        Seeds = seeds;
        Tasks = tasks;
    }

    /// <summary>The scores. Shape [S, T].</summary>
    public ReadOnlySpan<double> Scores { get; }

    /// <summary>S.</summary>
    public int Seeds { get; }

    /// <summary>T.</summary>
    public int Tasks { get; }
}
