using System.Globalization;
using Xmrl.Experiments.Comparison;
using Xmrl.Runs.Comparison;
using Xmrl.Runs.Records;
using Xmrl.Training.Loop;

namespace Xmrl.Comparing.Tables;

/// <summary>What is read of a run once, for all of its tables.</summary>
internal sealed class TidyRun
{
    private readonly Lazy<StoredEvaluation?> _evaluation;
    private readonly Lazy<StageBook> _stages;

    /// <summary>Opens a run.</summary>
    /// <param name="summary">A run whose state can be read.</param>
    internal TidyRun(RunSummary summary)
    {
        (Summary, State, Directory) = (summary, summary.State!, RunDirectory.OpenPart(summary.FullPath));
        IsReproduction = State.Action == "reproduce";
        Values = File.Exists(Directory.ConfigurationPath)
            ? FlatConfiguration.Of(Directory.ReadConfiguration()).ToDictionary(StringComparer.Ordinal)
            : [];
        _evaluation = new(() => File.Exists(Directory.EvaluationPath) && !IsReproduction ? StoredEvaluation.Read(Directory) : null);
        _stages = new(() => new StageBook(Directory));
        Names =
        [
            summary.FullPath, State.Experiment, State.Action, Learner, State.Seed.ToString(CultureInfo.InvariantCulture),
            State.Quick ? "true" : "false",
        ];
    }

    /// <summary>Where the run stands.</summary>
    internal RunSummary Summary { get; }

    /// <summary>What was asked.</summary>
    internal RunState State { get; }

    /// <summary>Its folder.</summary>
    internal RunDirectory Directory { get; }

    /// <summary>Whether it is a reproduction, which has runs and no training of its own.</summary>
    internal bool IsReproduction { get; }

    /// <summary>Its configuration by key.</summary>
    internal IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>Key of its learner; empty where it has none.</summary>
    internal string Learner => Values.GetValueOrDefault("meta.learner", "");

    /// <summary>The cells by which every row names the run.</summary>
    internal string[] Names { get; }

    /// <summary>Its figures on test tasks; null before they are there.</summary>
    internal StoredEvaluation? Evaluation => _evaluation.Value;

    /// <summary>Its finished stages.</summary>
    internal StageBook Stages => _stages.Value;
}
