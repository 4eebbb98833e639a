using System.Diagnostics;

namespace Xmrl.Benchmarks;

/// <summary>Plays on threads of their own, at the same time.</summary>
internal sealed class PlayGroup : IDisposable
{
    private readonly IPlay[] _plays;

    public PlayGroup(int threads, Func<int, IPlay> create, double warmUpSeconds)
    {
        _plays = [.. Enumerable.Range(0, threads).Select(create)];
        _ = Measure(warmUpSeconds);
    }

    public PlayRate Measure(double seconds)
    {
        var steps = new long[_plays.Length];
        Thread[] threads =
            [.. Enumerable.Range(0, _plays.Length).Select(index => new Thread(() => steps[index] = _plays[index].Run(seconds)))];
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return new PlayRate(
            steps.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds,
            steps.Sum() / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    public void Dispose()
    {
        foreach (IPlay play in _plays)
        {
            play.Dispose();
        }
    }
}
