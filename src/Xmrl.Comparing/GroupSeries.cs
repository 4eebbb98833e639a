using System.Collections.Immutable;

namespace Xmrl.Comparing;

/// <summary>What one run says of a group.</summary>
/// <param name="Run">The run.</param>
/// <param name="Score">Its mean score over test tasks.</param>
/// <param name="Learning">Return after adaptation per iteration; empty where it has no metrics. Shape [iterations].</param>
/// <param name="Adaptation">Mean score over test tasks after 0 … K adaptation steps; empty where it was not scored.</param>
internal sealed record GroupSeries(
    ComparedRun Run, double Score, ImmutableArray<double> Learning, ImmutableArray<double> Adaptation)
{
    private const string Column = "return_after";

    /// <summary>Reads the figures of one of the policies of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="method">Title of the method; the base policy's where it is the first.</param>
    /// <param name="series">Name of the metrics.</param>
    internal static GroupSeries Of(ComparedRun run, string method, string series) => new(
        run,
        run.Evaluation.Methods.First(row => row.Name == method).Mean.Value,
        [
            .. run.Directory.ReadMetrics(series)
                .Select(static row => row.Values.TryGetValue(Column, out double value) ? value : double.NaN)
                .TakeWhile(double.IsFinite),
        ],
        [.. run.Evaluation.Adaptation.FirstOrDefault(curve => curve.Method == method)?.Scores ?? []]);
}
