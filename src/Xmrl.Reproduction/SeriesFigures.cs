using System.Collections.Immutable;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Training;
using Xmrl.Runs.Records;

namespace Xmrl.Reproduction;

/// <summary>Usual ways of reading a finished run's cells.</summary>
public static class SeriesFigures
{
    /// <summary>The mean score on the test tasks of every method of an improvement run, each in a row of its own.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row of a method's name; null for methods that have none. The base policy of a run that only trained has the
    /// name of its learner.</param>
    /// <returns>A reader.</returns>
    public static Func<RunDirectory, RunFigures> MethodMeans(string column, Func<string, string?> row) => run =>
    {
        StoredEvaluation evaluation = StoredEvaluation.Read(run);
        return Of(run, evaluation.Methods.Select(method => (Row: row(method.Name), method.Mean.Value))
            .Where(cell => cell.Row is not null)
            .Select(cell => KeyValuePair.Create(ReproductionCell.KeyOf(cell.Row!, column), cell.Value)));
    };

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
