using System.Collections.Immutable;
using Xmrl.Experiments.Comparison;
using Xmrl.Runs.Records;
using Xmrl.Training.Loop;

namespace Xmrl.Reproduction;

/// <summary>Usual ways of reading a finished run's cells.</summary>
internal static class SeriesFigures
{
    /// <summary>The mean score on the test tasks of the base policy alone.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <returns>A reader.</returns>
    public static Func<RunDirectory, RunFigures> BaseMean(string row, string column) => run => Of(
        run, [KeyValuePair.Create(ReproductionCell.KeyOf(row, column), StoredEvaluation.Read(run).Methods[0].Mean.Value)]);

    /// <summary>Values, with the costs that stages.json holds.</summary>
    /// <param name="run">The run.</param>
    /// <param name="values">Values by cell key.</param>
    /// <returns>The figures.</returns>
    public static RunFigures Of(RunDirectory run, IEnumerable<KeyValuePair<string, double>> values)
    {
        IReadOnlyList<StageBook.Entry> stages = new StageBook(run).Entries;
        return new RunFigures
        {
            Values = values.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Interactions = stages.Sum(stage => stage.Interactions),
            Seconds = stages.Sum(stage => stage.Seconds),
        };
    }
}
