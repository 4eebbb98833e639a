using Xmrl.Offline.Data;

namespace Xmrl.Offline.Learning.Drawing;

/// <summary>Which rows of a buffer belong to which episode, and which episodes are for training and for scored adaptations.</summary>
internal sealed class EpisodeRows
{
    private readonly int[] _firstRows;

    /// <summary>Counts.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="options">Which steps are rows.</param>
    public EpisodeRows(TaskBuffer buffer, RowOptions options)
    {
        var first = new List<int>();
        for (int j = 0; j < buffer.Episodes; j++)
        {
            int row = RowFrom(buffer.EpisodeStarts[j]);
            if (row < RowFrom(buffer.EndOf(j)))
            {
                first.Add(row);
            }
        }

        first.Add(RowFrom(buffer.Steps));
        _firstRows = [.. first];
        int episodes = _firstRows.Length - 1;
        int held = (int)Math.Round(options.HoldOut * episodes, MidpointRounding.AwayFromZero);

        // At the middle of as many equal stretches, so that early, middle and late episodes are among them.
        int[] places = [.. Enumerable.Range(0, held).Select(h => (int)(((2L * h) + 1) * episodes / (2L * held)))];
        int[] all = [.. Enumerable.Range(0, episodes)];
        (Trained, Scored) = options.HoldOut > 0 ? ([.. all.Except(places)], places) : (all, all);

        int RowFrom(long step) => (int)((step + options.Stride - 1) / options.Stride);
    }

    /// <summary>Numbers of the episodes that training draws from, ascending, among those that have rows.</summary>
    public int[] Trained { get; }

    /// <summary>Numbers of the episodes that scored adaptations draw from: all, or those held out.</summary>
    public int[] Scored { get; }

    /// <summary>Every other one of the episodes that scored adaptations draw from: both halves have early, middle and late ones.</summary>
    /// <param name="half">0 or 1; null for all, as where there is one.</param>
    public int[] ScoredHalf(int? half)
        => half is { } own && Scored.Length > 1 ? [.. Scored.Where((_, i) => i % 2 == own)] : Scored;

    /// <summary>The row after the last one of an episode.</summary>
    /// <param name="episode">Its number among those that have rows.</param>
    public int EndOf(int episode) => _firstRows[episode + 1];

    /// <summary>Rows of an episode.</summary>
    /// <param name="episode">Its number among those that have rows.</param>
    public int Count(int episode) => _firstRows[episode + 1] - _firstRows[episode];

    /// <summary>Rows of several episodes.</summary>
    /// <param name="episodes">Their numbers among those that have rows.</param>
    public int Count(int[] episodes) => episodes.Sum(Count);
}
