using System.Globalization;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands.Seeds;

/// <summary>The progress of one of several runs as a part of all of them.</summary>
/// <param name="next">Receives it.</param>
/// <param name="time">The clock.</param>
/// <param name="count">How many runs there are.</param>
internal sealed class SeedProgress(IProgress<StageProgress> next, TimeProvider time, int count) : IProgress<StageProgress>
{
    private readonly List<double> _finished = [];
    private int _index;
    private ulong _seed;
    private long _began;

    /// <summary>A run begins.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="seed">Its seed.</param>
    internal void Begin(int index, ulong seed) => (_index, _seed, _began) = (index, seed, time.GetTimestamp());

    /// <summary>The run has ended.</summary>
    internal void End() => _finished.Add(time.GetElapsedTime(_began).TotalSeconds);

    /// <inheritdoc/>
    public void Report(StageProgress value) => next.Report(value with
    {
        Stage = string.Create(CultureInfo.InvariantCulture, $"seed {_seed} ({_index + 1} of {count}), {value.Stage}"),
        SecondsLeft = Left(value.SecondsLeft),
    });

    /// <summary>What is left of all runs: one that has not begun takes as long as those that have ended, or as this one will.</summary>
    private double? Left(double? own)
    {
        double spent = time.GetElapsedTime(_began).TotalSeconds;
        double? each = _finished.Count > 0 ? _finished.Average() : spent + own;
        double? left = own ?? (_finished.Count > 0 ? Math.Max(0, _finished.Average() - spent) : null);
        return left + (each * (count - _index - 1));
    }
}
