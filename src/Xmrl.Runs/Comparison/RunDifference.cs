namespace Xmrl.Runs.Comparison;

/// <summary>In what two runs differ; empty lists where they are alike.</summary>
public sealed record RunDifference
{
    /// <summary>What was asked: action, experiment, seed, quick.</summary>
    public required IReadOnlyList<ValueDifference> Request { get; init; }

    /// <summary>Values of the configuration, by their keys.</summary>
    public required IReadOnlyList<ValueDifference> Configuration { get; init; }

    /// <summary>Program and machine.</summary>
    public required IReadOnlyList<ValueDifference> Environment { get; init; }

    /// <summary>The trainings that both runs have.</summary>
    public required IReadOnlyList<SeriesDifference> Series { get; init; }

    /// <summary>Checkpoints of the same series and iteration that differ.</summary>
    public required IReadOnlyList<CheckpointDifference> Checkpoints { get; init; }

    /// <summary>Result files that both runs have and that differ: tasks, explanation, mixing laws, evaluation.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Whether results differ: trainings, checkpoints or result files. Another configuration or machine alone does not count.</summary>
    public bool Parts => Files.Count > 0 || Checkpoints.Count > 0 || Series.Any(static series => series.Iteration is not null);

    /// <summary>Where the runs part, in one sentence.</summary>
    public string Verdict
    {
        get
        {
            if (Series.FirstOrDefault(static series => series.Iteration is not null) is { } first)
            {
                string where = first.Tensors.Count > 0
                    ? $"tensor {first.Tensors[0]}{(first.Tensors.Count > 1 ? $" and {first.Tensors.Count - 1} more" : "")}"
                    : $"metric {first.Metrics[0].Name}, all tensors alike";
                return $"The runs part in {first.File}, iteration {first.Iteration}: {(first.HasHashes ? where : $"metric {first.Metrics[0].Name}; there are no hashes that name a tensor")}.";
            }

            if (Checkpoints.Count > 0)
            {
                return $"The runs part in checkpoint {Checkpoints[0].Name}: {Checkpoints[0].Message}";
            }

            return Files.Count > 0
                ? $"The runs part in {string.Join(", ", Files)}."
                : $"The runs are alike: {Series.Sum(static series => series.Alike)} iterations of {Series.Count} {(Series.Count == 1 ? "training" : "trainings")}, and all result files that both have.";
        }
    }
}
