using System.Globalization;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.TensorBoard;

namespace Xmrl.Training.Loop;

/// <summary>The metrics of a training as TensorBoard events, in <c>tensorboard/&lt;series&gt;</c> of the run directory.</summary>
internal sealed class TrainingEvents : IDisposable
{
    private const string Folder = "tensorboard";

    private readonly EventWriter _writer;
    private readonly int _innerSteps;

    /// <summary>Opens the file. Steps that a resumed training writes again are dropped; earlier ones that a crash took, or that a version
    /// without events never wrote, are taken from the metrics.</summary>
    internal TrainingEvents(RunDirectory run, TrainingPlan plan, int innerSteps, long nextIteration)
    {
        _innerSteps = innerSteps;
        _writer = EventWriter.Open(PathOf(run, plan.Series), nextIteration);
        string metrics = run.File(plan.MetricsName);
        if (_writer.NextStep >= nextIteration || !File.Exists(metrics))
        {
            return;
        }

        try
        {
            foreach (
                MetricsRow row in MetricsReader.Read(metrics)
                    .TakeWhile(row => row.Iteration < nextIteration)
                    .Where(row => row.Iteration >= _writer.NextStep))
            {
                Write(row.Iteration, row.Values);
            }
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    /// <summary>File of a series' events.</summary>
    internal static string PathOf(RunDirectory run, string series)
        => series.Length > 0 && series.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? Path.Combine(run.File(Folder), series, EventWriter.FileName)
            : throw new ArgumentException($"series is {series}; expected letters, digits and hyphens.", nameof(series));

    /// <summary>Where TensorBoard shows a metric: what adaptation does, losses, times, and everything else.</summary>
    internal static string TagOf(string metric, int innerSteps) => metric switch
    {
        "return_before" => "adapt/step_0/return",
        "return_after" => string.Create(CultureInfo.InvariantCulture, $"adapt/step_{innerSteps}/return"),
        "success_after" => string.Create(CultureInfo.InvariantCulture, $"adapt/step_{innerSteps}/success"),
        "gradient_norm" or "outer_status" => $"losses/{metric}",
        _ when metric.Contains('/', StringComparison.Ordinal) => metric,
        _ when metric.EndsWith("seconds", StringComparison.Ordinal) => $"time/{metric}",
        _ => $"charts/{metric}",
    };

    /// <summary>Writes an iteration.</summary>
    internal void Write(long iteration, IEnumerable<KeyValuePair<string, double>> metrics)
        => _writer.Write(iteration, metrics.Select(metric => KeyValuePair.Create(TagOf(metric.Key, _innerSteps), metric.Value)));

    /// <summary>Waits until all events are on the disk.</summary>
    internal void FlushToDisk() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
