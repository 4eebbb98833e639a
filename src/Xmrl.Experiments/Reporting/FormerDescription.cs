using System.Globalization;
using Xmrl.Experiments.Methods;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Experiments.Reporting;

/// <summary>What can be told of a run that stored no description of itself: names, as far as its other files hold them.</summary>
internal static class FormerDescription
{
    /// <summary>How environments called their scores that are shares, in versions that stored no descriptions.</summary>
    private const string Share = "success rate";

    /// <summary>Gathers it.</summary>
    /// <param name="record">The other files.</param>
    public static RunDescription Of(ReportRecord record)
    {
        string name = record.State.Experiment is { Length: > 0 } experiment ? experiment : "Run";
        string score = record.Evaluation?.Score ?? "score";
        int parameters = record.Tasks is { Training: [var first, ..] } ? first.Parameters.Length : 0;
        return new RunDescription
        {
            Title = $"{char.ToUpperInvariant(name[0])}{name[1..]}",
            EnvironmentId = record.Configuration.Environment.Id,
            Score = new ReportScore { Name = score, IsShare = score == Share, DegradedBy = record.Configuration.Scoring.DegradedBy },
            TaskParameters =
            [
                .. Enumerable.Range(1, parameters).Select(number => string.Create(CultureInfo.InvariantCulture, $"parameter {number}")),
            ],
            Protocol = [],
            Stages = [],
            Methods = DescriptionWriter.Describe(
                [.. record.Evaluation?.Methods.Select(row => row.Method).OfType<MethodName>().Select(name => record.Methods[name]) ?? []]),
            Base = "The base policy: what is to be repaired.",
            Control = record.Evaluation?.Methods
                .FirstOrDefault(row => row.Method == MethodTable.Reference.Name)?.Name,
        };
    }
}
